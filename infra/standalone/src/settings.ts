import { identityServiceEnvironment, identitySettings } from '@filature/identity/settings'
import { liveEnvironment } from '@filature/live/settings'
import { marketEnvironment } from '@filature/market/settings'
import { materialsEnvironment, materialsSettings } from '@filature/materials/settings'
import { commonEnvironment, parseEnvironment } from '@filature/service-kit/environment'
import { webEnvironment } from '@filature/web/settings'
import { z } from 'zod'

/** What only the standalone reads, or reads with another default than the services alone. */
export const standaloneEnvironment = z.object({
  DEMO: z.enum(['on', 'off']).default('on').meta({
    description: 'on: an empty data folder is filled with the demonstration, whose accounts sign in with one click; off: neither',
  }),
})

export type StandaloneSettings = ReturnType<typeof standaloneSettings>

/** Throws `ConfigurationError` naming the variables that are wrong. */
export function standaloneSettings(given: NodeJS.ProcessEnv) {
  const { DEMO } = parseEnvironment(standaloneEnvironment, given)
  const env = { ...given, DEMO }
  const common = parseEnvironment(commonEnvironment, env)
  return {
    common,
    demo: DEMO === 'on',
    identity: identitySettings(common, parseEnvironment(identityServiceEnvironment, env)),
    market: parseEnvironment(marketEnvironment, env),
    materials: materialsSettings(parseEnvironment(materialsEnvironment, env)),
    live: parseEnvironment(liveEnvironment, env),
    web: parseEnvironment(webEnvironment, env),
  }
}
