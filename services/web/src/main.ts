import { systemClock } from '@filature/kernel/clock'
import { commonEnvironment, parseEnvironment } from '@filature/service-kit/environment'
import { createMetrics } from '@filature/service-kit/metrics'
import { runProcess } from '@filature/service-kit/process-life'
import { serve } from '@filature/service-kit/serve'
import { httpReads } from './reads.ts'
import { buildWeb } from './service.ts'
import { webEnvironment, webSourcesEnvironment } from './settings.ts'

await runProcess(async () => {
  const environment = parseEnvironment(commonEnvironment)
  const sources = parseEnvironment(webSourcesEnvironment)
  const metrics = createMetrics()
  const web = buildWeb({
    reads: httpReads({
      identity: () => sources.IDENTITY_URL,
      market: () => sources.MARKET_URL,
      materials: () => sources.MATERIALS_URL,
    }),
    clock: systemClock,
    settings: parseEnvironment(webEnvironment),
    onError(error, where) {
      metrics.failed(where)
      console.error(where, error)
    },
  })
  const served = await serve({ services: [web], environment, metrics })
  console.log(`web listens on http://${environment.HOST}:${served.port}`)
  return served
})
