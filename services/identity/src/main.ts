import { startRightsFeed } from '@filature/aggregates/rights-feed'
import { openEventLog } from '@filature/event-log/open'
import { systemClock } from '@filature/kernel/clock'
import { commonEnvironment, parseEnvironment } from '@filature/service-kit/environment'
import { createMetrics } from '@filature/service-kit/metrics'
import { runProcess } from '@filature/service-kit/process-life'
import { serve } from '@filature/service-kit/serve'
import { createTokenCheck } from '@filature/service-kit/token-check'
import { openStore } from '@filature/store/open'
import { buildIdentity, type Identity } from './service.ts'
import { identityServiceEnvironment, identitySettings } from './settings.ts'

await runProcess(async () => {
  const environment = parseEnvironment(commonEnvironment)
  const settings = identitySettings(environment, parseEnvironment(identityServiceEnvironment))
  const { DATA_DIR: dataDir, MONGODB_URI: mongodbUri, KAFKA_BROKERS: kafkaBrokers } = environment
  const metrics = createMetrics()
  const store = await openStore({ service: 'identity', dataDir, mongodbUri })
  const log = await openEventLog({ dataDir, kafkaBrokers })
  // Its own tokens are checked like everybody's, only without the way over HTTP.
  const tokens = createTokenCheck({ fetchKeys: () => identity.internals.keys.publicKeys(), nowMs: Date.now })
  const identity: Identity = await buildIdentity({
    store,
    log,
    clock: systemClock,
    tokens,
    settings,
    metrics,
    onError(error, where) {
      metrics.failed(where)
      console.error(where, error)
    },
  })
  const rights = startRightsFeed({ log, instance: 'identity', onRights: tokens.learnRights, onSessionRevoked: tokens.revokeSession })
  await rights.ready
  const served = await serve({ services: [identity], environment, metrics })
  console.log(`identity listens on http://${environment.HOST}:${served.port}`)
  return {
    async stop() {
      await served.stop()
      await rights.stop()
      await log.close()
      await store.close()
    },
  }
})
