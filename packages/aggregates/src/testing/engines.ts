import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { openEventLog } from '@filature/event-log/open'
import type { EventLog } from '@filature/event-log/port'
import { splitPrefix } from '@filature/event-log/prefixed'
import { deleteTopics } from '@filature/event-log/testing/delete-topics'
import { openStore } from '@filature/store/open'
import type { Store } from '@filature/store/port'
import { dropDatabases } from '@filature/store/testing/drop-databases'
import { lateLog, lateStore } from './late.ts'

/**
 * The engines that scenario tests and journeys run on, the same for all of them: `SUITES_ON=embedded` (the default), or
 * `SUITES_ON=production`, which takes the Kafka of `KAFKA_BROKERS` and the MongoDB of `MONGODB_URI`, else the first of
 * `MONGODB_URIS`. `SUITES_ON=processes` is embedded too, with each service of a house in a process of its own.
 */
type Ground = 'embedded' | 'processes' | 'production'

function ground(env: NodeJS.ProcessEnv = process.env): Ground {
  const given = env['SUITES_ON'] || 'embedded'
  if (given === 'embedded' || given === 'processes' || given === 'production') return given
  throw new Error(`SUITES_ON=${given}: give embedded, processes or production`)
}

/** Whether a house has a process for each service. */
export const isInProcesses = (): boolean => ground() !== 'embedded'

export interface TestEngines {
  readonly mongodbUri: string | undefined
  readonly kafkaBrokers: string | undefined
  /** For processes: `KAFKA_BROKERS` and `MONGODB_URI`; empty, which counts as not given, where the engines are embedded. */
  readonly variables: Readonly<Record<string, string>>
}

const EMBEDDED: TestEngines = { mongodbUri: undefined, kafkaBrokers: undefined, variables: { MONGODB_URI: '', KAFKA_BROKERS: '' } }

/** Engines for those who share this folder, and for nobody else: elsewhere its name becomes that of databases and topics. */
export function testEngines(dataDir: string, env: NodeJS.ProcessEnv = process.env): TestEngines {
  if (ground(env) !== 'production') return EMBEDDED
  const mongo = env['MONGODB_URI'] || /^\S+?=(\S+)/.exec(env['MONGODB_URIS'] ?? '')?.[1]
  const kafka = env['KAFKA_BROKERS']
  if (!mongo || !kafka) {
    throw new Error('SUITES_ON=production needs servers: run `npm run servers` and set KAFKA_BROKERS and MONGODB_URIS as it says')
  }
  const prefix = `test${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`
  const [, hosts = mongo, options = ''] = /^(mongodb(?:\+srv)?:\/\/[^/?]*)[^?]*(\?.*)?$/.exec(mongo) ?? []
  const [mongodbUri, kafkaBrokers] = [`${hosts}/${prefix}${options}`, `${splitPrefix(kafka).brokers}/${prefix}`]
  return { mongodbUri, kafkaBrokers, variables: { MONGODB_URI: mongodbUri, KAFKA_BROKERS: kafkaBrokers } }
}

/** `ENGINES_LATE_MS`: how late engines answer that look for races; default 0, as they are. */
const lateMs = (env: NodeJS.ProcessEnv = process.env): number => Number(env['ENGINES_LATE_MS'] || 0)

export async function openTestStore(service: string, dataDir: string): Promise<Store> {
  const store = await openStore({ service, dataDir, mongodbUri: testEngines(dataDir).mongodbUri })
  return lateMs() > 0 ? lateStore(store, { ms: lateMs() }) : store
}

export async function openTestLog(dataDir: string): Promise<EventLog> {
  const log = await openEventLog({ dataDir, kafkaBrokers: testEngines(dataDir).kafkaBrokers })
  return lateMs() > 0 ? lateLog(log, { ms: lateMs() }) : log
}

/** The folder, and what others keep in its name, when nobody uses it any more. */
export async function forgetTestData(dataDir: string): Promise<void> {
  const { mongodbUri, kafkaBrokers } = testEngines(dataDir)
  await rm(dataDir, { recursive: true, force: true })
  if (mongodbUri !== undefined) await dropDatabases(mongodbUri)
  if (kafkaBrokers !== undefined) await deleteTopics(kafkaBrokers)
}
