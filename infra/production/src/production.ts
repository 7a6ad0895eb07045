import type { ChildProcess } from 'node:child_process'
import type { Server } from 'node:http'
import { type Gateway, startGateway } from '@filature/gateway/gateway'
import { SERVICES, type ServiceName } from '@filature/gateway/settings'
import { engineNames } from '@filature/service-kit/environment'
import { createLogger, type Logger } from '@filature/service-kit/logger'
import { createMetrics } from '@filature/service-kit/metrics'
import { ownAddress, spokenAddress } from '@filature/standalone/address'
import type { ProductionFacts } from './banner.ts'
import { startEngines } from './engines.ts'
import { loadInJob } from './load.ts'
import { type ServiceProcess, startService } from './service-process.ts'
import { productionSettings } from './settings.ts'

export interface ProductionOptions {
  /** Variables as the shell gives them; see docs/guide/run.md. `PORT: '0'` picks a free port for the gateway. */
  readonly environment: NodeJS.ProcessEnv
  /** For tests: further arguments of Node for every process that is started. */
  readonly nodeArguments?: readonly string[]
  /** For tests: each process as soon as it is started, those that are started again too. */
  readonly onProcess?: (name: ServiceName | 'load', child: ChildProcess) => void
}

export interface Production {
  readonly port: number
  /** Of the gateway. */
  readonly server: Server
  readonly processes: readonly ServiceProcess[]
  readonly facts: ProductionFacts
  /** The gateway drains, then the services stop one after the other, then the servers that were started for them. */
  stop(): Promise<void>
}

/** Every service in a process of its own, with a gateway in front, which turns everybody away until all of them can work. */
export async function startProduction(options: ProductionOptions): Promise<Production> {
  const { environment: given, nodeArguments = [], onProcess = () => {} } = options
  const settings = productionSettings(given)
  const { common } = settings
  const logger = createLogger(common)
  const engines = await startEngines(settings)
  const processes = new Map<ServiceName, ServiceProcess>()
  let isOpen = false
  let gateway: Gateway | undefined

  async function stop(): Promise<void> {
    isOpen = false
    await gateway?.stop()
    // Those that show and tell go before those whose events they hear.
    for (const name of [...SERVICES].reverse()) await processes.get(name)?.stop()
    await engines.stop()
  }

  try {
    const opened = await openGateway(settings, logger, processes, () => isOpen)
    gateway = opened
    const environment = environmentOf(given, { ...engines.variables, DEMO: settings.demo ? 'on' : 'off' }, opened.port, common)
    const demo = await loadInJob({ environment, nodeArguments, onStart: ({ child }) => onProcess('load', child) })
    await everyOne(
      SERVICES.map(async (name) => {
        const started = await startService({
          name,
          environment:
            name === 'identity'
              ? { ...environment, PUBLIC_URL: given['PUBLIC_URL'] || spokenAddress(common.HOST, opened.port) }
              : environment,
          nodeArguments,
          logger,
          hear: (line) => console.log(`${name}: ${line}`),
          onStart: ({ child }) => onProcess(name, child),
        })
        processes.set(name, started)
      }),
    )
    isOpen = true
    return {
      port: opened.port,
      server: opened.server,
      processes: [...processes.values()],
      facts: {
        address: spokenAddress(common.HOST, opened.port),
        dataDir: engines.variables.DATA_DIR,
        engines: engineNames({ KAFKA_BROKERS: engines.variables.KAFKA_BROKERS, MONGODB_URI: engines.variables.MONGODB_URI }),
        serversStarted: engines.started,
        processes: SERVICES.map((name) => ({ name, pid: processes.get(name)?.pid() })),
        demo,
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function openGateway(
  { common, silenceMs }: ReturnType<typeof productionSettings>,
  logger: Logger,
  processes: ReadonlyMap<ServiceName, ServiceProcess>,
  isOpen: () => boolean,
): Promise<Gateway> {
  const metrics = createMetrics()
  for (const service of SERVICES) {
    metrics.gauge(
      'filature_service_restarts_total',
      'times that a service was started again',
      { service },
      () => processes.get(service)?.restarts() ?? 0,
    )
  }
  return startGateway({
    upstreams: SERVICES.map((name) => ({ name, address: () => processes.get(name)?.address() })),
    environment: common,
    silenceMs,
    metrics,
    isOpen,
    onError(error, where) {
      metrics.failed(where)
      logger.warn({ err: error, where })
    },
  })
}

/** Services listen on ports that they pick themselves, inside the machine, and know each other by the gateway. */
function environmentOf(
  given: NodeJS.ProcessEnv,
  decided: NodeJS.ProcessEnv,
  gatewayPort: number,
  { TRUST_PROXY, HOST }: { readonly TRUST_PROXY: number; readonly HOST: string },
): NodeJS.ProcessEnv {
  const gateway = ownAddress(HOST, gatewayPort)
  return {
    ...given,
    ...decided,
    PORT: '0',
    HOST: '127.0.0.1',
    TRUST_PROXY: String(TRUST_PROXY + 1),
    IDENTITY_URL: gateway,
    MARKET_URL: gateway,
    MATERIALS_URL: gateway,
  }
}

/** Waits for all, also when one fails, so that nothing is left behind that nobody knows of. */
async function everyOne(starts: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(starts)).find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}
