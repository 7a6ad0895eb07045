import { resolve } from 'node:path'
import { type BannerFacts, demoLines } from '@filature/standalone/banner'

export interface ProductionFacts extends BannerFacts {
  /** Servers that run only as long as this place. */
  readonly serversStarted: readonly string[]
  readonly processes: readonly { readonly name: string; readonly pid: number | undefined }[]
}

/** What the start prints for the person who started it. */
export function productionBanner({ address, dataDir, engines, demo, serversStarted, processes }: ProductionFacts): string {
  const kept = serversStarted.length === 0
  return [
    `Filature is open at ${address} (Node ${process.version}), one process for each service`,
    `  engines   store: ${engines.store}, event log: ${engines.log}`,
    ...serversStarted.map((server) => `            started for this run only: ${server}`),
    `  data      ${kept ? resolve(dataDir) : 'gone at the end; to keep them, name KAFKA_BROKERS and MONGODB_URI'}`,
    `  services  ${processes.map(({ name, pid }) => `${name} (${pid})`).join(', ')}`,
    `  health    ${address}/health/ready`,
    ...(demo === undefined ? [] : demoLines(demo.loadedInMs)),
    `Ctrl+C stops it${kept ? '; everything is kept' : ''}.`,
  ].join('\n')
}
