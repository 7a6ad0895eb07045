import { runProcess } from '@filature/service-kit/process-life'
import { productionBanner } from './banner.ts'
import { startProduction } from './production.ts'

await runProcess(async () => {
  const production = await startProduction({ environment: process.env })
  // A turn later, when signals are heard: whoever reads that the place is open may stop it.
  setImmediate(() => console.log(productionBanner(production.facts)))
  return production
})
