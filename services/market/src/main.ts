import { openEventLog } from '@filature/event-log/open'
import { systemClock } from '@filature/kernel/clock'
import { commonEnvironment, parseEnvironment } from '@filature/service-kit/environment'
import { fetchKeysOf, identityEnvironment } from '@filature/service-kit/identity-keys'
import { createMetrics } from '@filature/service-kit/metrics'
import { runProcess } from '@filature/service-kit/process-life'
import { serve } from '@filature/service-kit/serve'
import { createTokenCheck } from '@filature/service-kit/token-check'
import { openStore } from '@filature/store/open'
import { buildMarket } from './service.ts'
import { marketEnvironment } from './settings.ts'

await runProcess(async () => {
  const environment = parseEnvironment(commonEnvironment)
  const { IDENTITY_URL } = parseEnvironment(identityEnvironment)
  const settings = parseEnvironment(marketEnvironment)
  const { DATA_DIR: dataDir, MONGODB_URI: mongodbUri, KAFKA_BROKERS: kafkaBrokers } = environment
  const metrics = createMetrics()
  const store = await openStore({ service: 'market', dataDir, mongodbUri })
  const log = await openEventLog({ dataDir, kafkaBrokers })
  const market = buildMarket({
    store,
    log,
    clock: systemClock,
    tokens: createTokenCheck({ fetchKeys: fetchKeysOf(IDENTITY_URL), nowMs: Date.now }),
    settings,
    metrics,
    onError(error, where) {
      metrics.failed(where)
      console.error(where, error)
    },
  })
  const served = await serve({ services: [market], environment, metrics })
  console.log(`market listens on http://${environment.HOST}:${served.port}`)
  return {
    async stop() {
      await served.stop()
      await log.close()
      await store.close()
    },
  }
})
