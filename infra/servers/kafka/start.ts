import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { kafkaJars, run } from './jars.ts'
import { type JavaProcess, startJava } from './java.ts'
import { freePort, listens } from './ports.ts'
import { kafkaSettings } from './settings.ts'

/** How long a start may take, in milliseconds: 4 s on an idle machine of two cores. */
const START_MS = 120_000
const STOP_MS = 15_000

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

export interface RunningKafka {
  /** For `KAFKA_BROKERS`. */
  readonly brokers: string
  readonly version: string
  /** Ends it in order. Repeatable. */
  stop(): Promise<void>
  /** SIGKILL: no chance to write anything. Resolves when it is dead. */
  kill(): Promise<void>
  /** Starts it again on the same data and port, after killing it if it runs. */
  restart(): Promise<void>
  /** SIGSTOP and SIGCONT: connections stay open and nobody answers. */
  freeze(): void
  thaw(): void
}

/**
 * One Kafka server in KRaft mode, started from its published jars. It ends with this process, however that ends. Rejects with
 * `ServerMissing` when Java or Maven is missing, and with what the server wrote when it does not come up.
 */
export async function startKafka(options: KafkaOptions = {}): Promise<RunningKafka> {
  const { folder: jars, version } = await kafkaJars()
  const dataDir = options.dataDir === undefined ? await mkdtemp(join(tmpdir(), 'filature-kafka-')) : resolve(options.dataDir)
  await mkdir(dataDir, { recursive: true })
  const port = options.port ?? (await freePort())
  const place = { dataDir, port, controllerPort: await freePort(), advertisedPort: options.advertisedPort ?? port }
  const settingsFile = join(dataDir, 'server.properties')
  await writeFile(settingsFile, kafkaSettings(place))
  await format(jars, settingsFile, dataDir)
  const brokers = `127.0.0.1:${place.port}`
  let server: JavaProcess | undefined

  async function start(): Promise<void> {
    const output = await open(join(dataDir, 'server.out'), 'a')
    try {
      server = await startJava(
        [
          ...MEMORY,
          ...(options.fastAs === 'it starts' ? STARTS_FAST : []),
          `-Dlog4j2.configurationFile=${join(import.meta.dirname, 'log4j2.properties')}`,
          '-cp',
          `${jars}/*`,
          'kafka.Kafka',
          settingsFile,
        ],
        output.fd,
      )
    } finally {
      await output.close()
    }
    const started = await Promise.race([listens(place.port, START_MS), server.ended.then(() => false)])
    if (started) return
    server.signal('SIGKILL')
    throw new Error(`Kafka did not start. It wrote:\n${await lastLines(join(dataDir, 'server.out'))}`)
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const ending = server
    server = undefined
    if (ending === undefined) return
    // A frozen process hears nothing but SIGKILL.
    ending.signal('SIGCONT')
    const late = setTimeout(() => ending.signal('SIGKILL'), STOP_MS)
    ending.signal(signal)
    await ending.ended
    clearTimeout(late)
  }

  await start()
  return {
    brokers,
    version,
    async stop() {
      await end('SIGTERM')
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
    kill: () => end('SIGKILL'),
    async restart() {
      await end('SIGKILL')
      await start()
    },
    freeze: () => server?.signal('SIGSTOP'),
    thaw: () => server?.signal('SIGCONT'),
  }
}

/** Small, because tests and other servers share the machine. */
const MEMORY = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-Djava.awt.headless=true']

/** Without the second, slower and better compiler. */
const STARTS_FAST = ['-XX:TieredStopAtLevel=1']

/** Once per data folder: gives the storage its cluster id. */
async function format(jars: string, settingsFile: string, dataDir: string): Promise<void> {
  if (existsSync(join(dataDir, 'log', 'meta.properties'))) return
  const clusterId = randomBytes(16).toString('base64url')
  const { code, output } = await run('java', [
    ...STARTS_FAST,
    '-cp',
    `${jars}/*`,
    'kafka.tools.StorageTool',
    'format',
    `--cluster-id=${clusterId}`,
    '--config',
    settingsFile,
  ])
  if (code !== 0) throw new Error(`the storage of Kafka in ${dataDir} could not be formatted:\n${output.trim()}`)
}

async function lastLines(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trimEnd().split('\n').slice(-20).join('\n')
}
