import { gatewayTuning } from '@filature/gateway/settings'
import { commonEnvironment, parseEnvironment } from '@filature/service-kit/environment'
import { standaloneSettings } from '@filature/standalone/settings'
import { z } from 'zod'

/** What only `npm run production` reads. */
export const productionEnvironment = z.object({
  ENGINES: z.enum(['servers', 'embedded']).default('servers').meta({
    description:
      'of engines that KAFKA_BROKERS and MONGODB_URI do not name; servers: started on this machine for this run, and what they hold is gone when it ends; embedded: SQLite files in DATA_DIR',
  }),
})

/** Throws `ConfigurationError` naming the variables that are wrong, of whichever process they are. */
export function productionSettings(given: NodeJS.ProcessEnv) {
  const { ENGINES } = parseEnvironment(productionEnvironment, given)
  const { GATEWAY_SILENCE_S } = parseEnvironment(gatewayTuning, given)
  const common = parseEnvironment(commonEnvironment, given)
  return {
    common,
    demo: standaloneSettings(given).demo,
    silenceMs: GATEWAY_SILENCE_S * 1_000,
    serversToStart: {
      kafka: ENGINES === 'servers' && common.KAFKA_BROKERS === undefined,
      mongo: ENGINES === 'servers' && common.MONGODB_URI === undefined,
    },
  }
}
