import { enableCompileCache } from 'node:module'
import { runProcess } from '@filature/service-kit/process-life'

// Modules are read once and kept compiled beside the system's temporary files: the next start is faster.
enableCompileCache()

await runProcess(async () => {
  const { startStandalone } = await import('./standalone.ts')
  const { bannerOf } = await import('./banner.ts')
  const standalone = await startStandalone({ environment: process.env })
  // A turn later, when signals are heard: whoever reads that the place is open may stop it.
  setImmediate(() => console.log(bannerOf(standalone.facts)))
  return standalone
})
