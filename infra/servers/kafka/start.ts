import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { missingProgram } from '../missing.ts'
import { freePort } from '../ports.ts'
import { runToEnd } from '../run-to-end.ts'
import { type RunningServer, startServer } from '../server.ts'
import { kafkaJars } from './jars.ts'
import { kafkaSettings } from './settings.ts'

/** 4 s on an idle machine of two cores. */
const LONGEST_START_MS = 120_000

export interface KafkaOptions {
  /** Kept, and used again by the next start with it; default: a temporary folder, removed by `stop`. */
  readonly dataDir?: string
  /** Default: a free one, the same for all restarts. */
  readonly port?: number
  /** Port of a proxy on this machine that clients are told to connect to; default: the server's own. */
  readonly advertisedPort?: number
  /** `it starts`: up in half the time, and slower from then on: for tests that kill it. Default: `it runs`. */
  readonly fastAs?: 'it starts' | 'it runs'
}

export interface RunningKafka extends RunningServer {
  /** For `KAFKA_BROKERS`. */
  readonly brokers: string
  readonly version: string
}

/**
 * One Kafka server in KRaft mode, started from its published jars. It ends with this process, however that ends. Rejects with
 * `ServerMissing` when Java or Maven is missing, and with what the server wrote when it does not come up.
 */
export async function startKafka(options: KafkaOptions = {}): Promise<RunningKafka> {
  const { folder: jars, version } = await kafkaJars()
  const port = options.port ?? (await freePort())
  const ports = { port, controllerPort: await freePort(), advertisedPort: options.advertisedPort ?? port }
  const server = await startServer({
    name: 'Kafka',
    port,
    dataDir: options.dataDir,
    longestStartMs: LONGEST_START_MS,
    async command(dataDir) {
      const settingsFile = join(dataDir, 'server.properties')
      await writeFile(settingsFile, kafkaSettings({ dataDir, ...ports }))
      await format(jars, settingsFile, dataDir)
      return [
        ...['java', ...MEMORY, ...(options.fastAs === 'it starts' ? STARTS_FAST : [])],
        `-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.properties')}`,
        ...['-cp', `${jars}/*`, 'kafka.Kafka', settingsFile],
      ]
    },
  })
  return { ...server, brokers: `127.0.0.1:${port}`, version }
}

/** Small, because tests and other servers share the machine. */
const MEMORY = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-Djava.awt.headless=true']

/** Without the second, slower and better compiler. */
const STARTS_FAST = ['-XX:TieredStopAtLevel=1']

/** Once per data folder: gives the storage its cluster id. */
async function format(jars: string, settingsFile: string, dataDir: string): Promise<void> {
  if (existsSync(join(dataDir, 'log', 'meta.properties'))) return
  const clusterId = randomBytes(16).toString('base64url')
  const { code, output } = await runToEnd(
    [
      ...['java', ...STARTS_FAST, '-cp', `${jars}/*`, 'kafka.tools.StorageTool', 'format'],
      ...[`--cluster-id=${clusterId}`, '--config', settingsFile],
    ],
    missingProgram('Kafka', 'java'),
  )
  if (code !== 0) throw new Error(`the storage of Kafka in ${dataDir} could not be formatted:\n${output}`)
}
