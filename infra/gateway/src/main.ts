import { commonEnvironment, parseEnvironment } from '@filature/service-kit/environment'
import { createLogger } from '@filature/service-kit/logger'
import { createMetrics } from '@filature/service-kit/metrics'
import { runProcess } from '@filature/service-kit/process-life'
import { startGateway } from './gateway.ts'
import { gatewayEnvironment, gatewayTuning, SERVICES } from './settings.ts'

await runProcess(async () => {
  const environment = parseEnvironment(commonEnvironment)
  const addresses = parseEnvironment(gatewayEnvironment)
  const { GATEWAY_SILENCE_S } = parseEnvironment(gatewayTuning)
  const metrics = createMetrics()
  const logger = createLogger(environment)
  const gateway = await startGateway({
    upstreams: SERVICES.map((name) => ({ name, address: () => addresses[`${upper(name)}_URL`] })),
    environment,
    silenceMs: GATEWAY_SILENCE_S * 1_000,
    metrics,
    onError(error, where) {
      metrics.failed(where)
      logger.error({ err: error, where })
    },
  })
  console.log(`gateway listens on http://${environment.HOST}:${gateway.port}`)
  return gateway
})

function upper<Name extends string>(name: Name): Uppercase<Name> {
  // What toUpperCase does to letters of our own service names is what the type says.
  return name.toUpperCase() as Uppercase<Name>
}
