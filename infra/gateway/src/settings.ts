import { z } from 'zod'

/** The services of a place, in the order in which one stands on the other: stopping goes the other way round. */
export const SERVICES = ['identity', 'market', 'materials', 'notify', 'live', 'web'] as const
export type ServiceName = (typeof SERVICES)[number]

const address = (service: ServiceName) =>
  z.url({ protocol: /^http$/ }).meta({ description: `where ${service} answers, inside the network: http only` })

/** What the gateway reads from the environment besides the names common to all processes. */
export const gatewayEnvironment = z.object({
  IDENTITY_URL: address('identity'),
  MARKET_URL: address('market'),
  MATERIALS_URL: address('materials'),
  NOTIFY_URL: address('notify'),
  LIVE_URL: address('live'),
  WEB_URL: address('web'),
})

/** What a gateway reads that stands alone or in front of `npm run production`. */
export const gatewayTuning = z.object({
  GATEWAY_SILENCE_S: z.coerce
    .number()
    .int()
    .min(1)
    .max(600)
    .default(40)
    .meta({ description: 'seconds without a byte from a service after which a request is answered 503' }),
})
