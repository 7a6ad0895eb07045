import { type Clock, systemClock } from '@filature/kernel/clock'
import type { WriteLimits } from '@filature/kernel/write-limits'
import { type CommonEnvironment, commonEnvironment, engineNames, parseEnvironment } from './environment.ts'
import { createLogger } from './logger.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { runProcess } from './process-life.ts'
import { serve } from './serve.ts'
import type { Service } from './service.ts'
import { createTokenCheck, type TokenCheck, type TokenCheckOptions } from './token-check.ts'
import { writeLimitsOf } from './write-environment.ts'

interface Closable {
  close(): Promise<void>
}

interface Feed {
  readonly ready: Promise<void>
  stop(): Promise<void>
}

/** What every service is built from, with the adapters that the environment asked for. */
export interface ServicePorts<Store, Log> {
  readonly environment: CommonEnvironment
  readonly store: Store
  readonly log: Log
  readonly clock: Clock
  readonly tokens: TokenCheck
  readonly limits: WriteLimits
  readonly metrics: Metrics
  readonly onError: (error: unknown, where: string) => void
}

export interface ServiceWiring<Store extends Closable, Log extends Closable, Built extends Service> {
  readonly name: string
  /** The kit knows no adapter: a service hands in the ways to open them, and to hear of lost rights. */
  readonly openStore: (where: { service: string; dataDir: string; mongodbUri: string | undefined }) => Promise<Store>
  readonly openLog: (where: { dataDir: string; kafkaBrokers: string | undefined }) => Promise<Log>
  readonly rightsFeed: (of: {
    log: Log
    instance: string
    onRights: TokenCheck['learnRights']
    onSessionRevoked: TokenCheck['revokeSession']
  }) => Feed
  /** Where identity's public keys come from; identity itself reads its own, once it is built. */
  readonly fetchKeys: (built: () => Built) => TokenCheckOptions['fetchKeys']
  readonly build: (ports: ServicePorts<Store, Log>) => Built | Promise<Built>
}

/** Runs one service as its own process: environment, adapters, token check, server, and the way back in reverse order. */
export function runService<Store extends Closable, Log extends Closable, Built extends Service>(
  wiring: ServiceWiring<Store, Log, Built>,
): Promise<void> {
  const { name } = wiring
  return runProcess(async () => {
    const environment = parseEnvironment(commonEnvironment)
    const { DATA_DIR: dataDir, MONGODB_URI: mongodbUri, KAFKA_BROKERS: kafkaBrokers } = environment
    const metrics = createMetrics()
    const logger = createLogger(environment)
    const store = await wiring.openStore({ service: name, dataDir, mongodbUri })
    const log = await wiring.openLog({ dataDir, kafkaBrokers })
    let built: Built | undefined
    const theBuilt = () => {
      if (built === undefined) throw new Error(`${name} is asked for its keys before it is built`)
      return built
    }
    const tokens = createTokenCheck({ fetchKeys: wiring.fetchKeys(theBuilt), nowMs: () => Date.parse(systemClock.now()) })
    built = await wiring.build({
      environment,
      store,
      log,
      clock: systemClock,
      tokens,
      limits: writeLimitsOf(environment),
      metrics,
      onError(error, where) {
        metrics.failed(where)
        logger.error({ err: error, where })
      },
    })
    const rights = wiring.rightsFeed({ log, instance: name, onRights: tokens.learnRights, onSessionRevoked: tokens.revokeSession })
    await rights.ready
    const served = await serve({ services: [built], environment, metrics, engines: engineNames(environment) })
    console.log(`${name} listens on http://${environment.HOST}:${served.port}`)
    return {
      async stop() {
        await served.stop()
        await rights.stop()
        await log.close()
        await store.close()
      },
    }
  })
}
