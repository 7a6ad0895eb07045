import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startKafka } from '@filature/servers/kafka/start'
import { ServerMissing } from '@filature/servers/missing'
import { startMongo } from '@filature/servers/mongo/start'
import { ConfigurationError } from '@filature/service-kit/environment'
import type { productionSettings } from './settings.ts'

/** The engines of a run, and the servers that were started for it. */
export interface RunEngines {
  /** Variables that name the engines to every process. */
  readonly variables: { readonly KAFKA_BROKERS?: string; readonly MONGODB_URI?: string; readonly DATA_DIR: string }
  /** What was started for this run only: `Kafka 4.3.1 at 127.0.0.1:41234`. */
  readonly started: readonly string[]
  stop(): Promise<void>
}

type Wanted = Pick<ReturnType<typeof productionSettings>, 'common' | 'serversToStart'>

/**
 * Starts those servers that nobody named. What they hold lies in temporary folders, and so do then the files of the
 * services: of two halves of a place that belong together none outlives the other. Rejects with `ConfigurationError` when a
 * server cannot be started here.
 */
export async function startEngines({ common, serversToStart }: Wanted): Promise<RunEngines> {
  const { KAFKA_BROKERS, MONGODB_URI } = common
  const running: { stop(): Promise<void> }[] = []
  const started: string[] = []
  const stop = async () => {
    for (const server of running.splice(0).reverse()) await server.stop()
  }
  let variables: RunEngines['variables'] = {
    DATA_DIR: common.DATA_DIR,
    ...(KAFKA_BROKERS !== undefined && { KAFKA_BROKERS }),
    ...(MONGODB_URI !== undefined && { MONGODB_URI }),
  }
  try {
    if (serversToStart.kafka) {
      const kafka = await startKafka()
      running.push(kafka)
      started.push(`Kafka ${kafka.version} at ${kafka.brokers}`)
      variables = { ...variables, KAFKA_BROKERS: kafka.brokers }
    }
    if (serversToStart.mongo) {
      const mongo = await startMongo()
      running.push(mongo)
      started.push(`${mongo.name} ${mongo.version} at ${mongo.uri}`)
      variables = { ...variables, MONGODB_URI: mongo.uri }
    }
    if (started.length > 0) {
      const folder = await mkdtemp(join(tmpdir(), 'filature-production-'))
      running.unshift({ stop: () => rm(folder, { recursive: true, force: true }) })
      variables = { ...variables, DATA_DIR: folder }
    }
    return { variables, started, stop }
  } catch (error) {
    await stop()
    if (!(error instanceof ServerMissing)) throw error
    throw new ConfigurationError(
      `${error.message}\nOr name servers of your own: KAFKA_BROKERS, MONGODB_URI; or do without: ENGINES=embedded`,
    )
  }
}
