import { enableCompileCache } from 'node:module'
import { giveBackMemory } from '@filature/service-kit/give-back-memory'
import { runProcess } from '@filature/service-kit/process-life'

// `infra/start.mjs` has done it already, and sooner; this is for a start without it.
enableCompileCache()

/** By then nobody reads the events of a load any more, in milliseconds. */
const AFTER_LOAD_MS = 3_000

await runProcess(async () => {
  const { startStandalone } = await import('./standalone.ts')
  const { bannerOf } = await import('./banner.ts')
  const standalone = await startStandalone({ environment: process.env })
  giveBackMemory()
  if (standalone.facts.demo?.loadedInMs !== undefined) setTimeout(giveBackMemory, AFTER_LOAD_MS).unref()
  // A turn later, when signals are heard: whoever reads that the place is open may stop it.
  setImmediate(() => console.log(bannerOf(standalone.facts)))
  return standalone
})
