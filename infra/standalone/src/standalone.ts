import type { Server } from 'node:http'
import { startRightsFeed } from '@filature/aggregates/rights-feed'
import { type DueLoad, dueLoad, LIVED, loadDemo } from '@filature/demo/load/load-demo'
import { type LoadLedger, loadLedger } from '@filature/demo/record'
import type { EventLog } from '@filature/event-log/port'
import { MEMBER_FIELDS } from '@filature/identity/members/queries'
import { type Clock, systemClock } from '@filature/kernel/clock'
import { createLogger, type Logger } from '@filature/service-kit/logger'
import { createMetrics } from '@filature/service-kit/metrics'
import { serve } from '@filature/service-kit/serve'
import type { Service } from '@filature/service-kit/service'
import express from 'express'
import { ownAddress, spokenAddress } from './address.ts'
import type { BannerFacts } from './banner.ts'
import { doorkeeper } from './doorkeeper.ts'
import { type Engines, openEngines } from './engines.ts'
import { acquireLoadLock } from './load-lock.ts'
import { buildServices, type StandaloneServices } from './services.ts'
import { type StandaloneSettings, standaloneSettings } from './settings.ts'

export interface StandaloneOptions {
  /** Variables as the shell gives them; see docs/guide/run.md. `PORT: '0'` picks a free port. */
  readonly environment: NodeJS.ProcessEnv
  /** Default: the system's. Tests give one that they can shift. */
  readonly clock?: Clock
  /** false: an empty data folder stays empty, whatever `DEMO` says. */
  readonly demo?: boolean
  readonly logger?: Logger
}

export interface Standalone {
  readonly port: number
  readonly server: Server
  readonly log: EventLog
  readonly services: StandaloneServices
  /** For the words of the start. */
  readonly facts: BannerFacts
  /** Resolves when every service has done all there is to do; for tests. */
  settled(): Promise<void>
  stop(): Promise<void>
}

/**
 * All services in one process on one port, over embedded engines unless others are named. An empty data folder is filled
 * with the demonstration first; nobody is let in before that is done.
 */
export async function startStandalone(options: StandaloneOptions): Promise<Standalone> {
  return withOpening(options, async (opening) => {
    const claim = opening.settings.demo && options.demo !== false ? await claimLoad(opening) : undefined
    try {
      return await open({ ...opening, due: claim?.due })
    } finally {
      claim?.release()
    }
  })
}

/**
 * Fills an empty place with the demonstration and ends, for a place whose services run as processes of their own and start
 * after this. Tells whether the demonstration is there, and how long it took in milliseconds if it was loaded now.
 */
export async function loadDemonstration(options: Omit<StandaloneOptions, 'demo'>): Promise<BannerFacts['demo']> {
  // Nobody comes in: the port is only there because services are served on one.
  const environment = { ...options.environment, PORT: '0', HOST: '127.0.0.1' }
  return withOpening({ ...options, environment }, async (opening) => {
    const claim = opening.settings.demo ? await claimLoad(opening) : undefined
    try {
      if (claim !== undefined) {
        const place = await open({ ...opening, due: claim.due })
        await place.stop()
        return place.facts.demo
      }
      const demo = await demoFacts(opening, undefined)
      await opening.engines.close()
      return demo
    } finally {
      claim?.release()
    }
  })
}

/** Engines that were opened are closed when the work fails. */
async function withOpening<Result>(options: StandaloneOptions, work: (opening: Opening) => Promise<Result>): Promise<Result> {
  const settings = standaloneSettings(options.environment)
  const clock = options.clock ?? systemClock
  const logger = options.logger ?? createLogger(settings.common)
  const engines = await openEngines(settings.common)
  try {
    const ledger = await loadLedger(await engines.openStore('demo'), LIVED)
    return await work({ settings, clock, logger, engines, ledger })
  } catch (error) {
    await engines.close()
    throw error
  }
}

async function demoFacts({ settings, ledger }: Opening, loadedInMs: number | undefined): Promise<BannerFacts['demo']> {
  const record = await ledger.read()
  return settings.demo && record?.finishedAt !== undefined ? { loadedInMs } : undefined
}

interface Opening {
  readonly settings: StandaloneSettings
  readonly clock: Clock
  readonly logger: Logger
  readonly engines: Engines
  readonly ledger: LoadLedger
}

/** The load that this process has to do, with the lock that keeps others from doing it too; undefined when there is none. */
async function claimLoad({ engines, ledger, settings, clock, logger }: Opening): Promise<{ due: DueLoad; release(): void } | undefined> {
  if (!(await isLoadDue(engines, ledger))) return undefined
  const { DATA_DIR } = settings.common
  const release = await acquireLoadLock(DATA_DIR, () => logger.warn({ dataDir: DATA_DIR }, 'another process loads the demo here; waiting'))
  try {
    // Whoever held the lock may have finished it.
    if (await isLoadDue(engines, ledger)) return { due: dueLoad(await ledger.begin(clock.now()), clock), release }
  } catch (error) {
    release()
    throw error
  }
  release()
  return undefined
}

/** A load that was begun and not finished, or none at all and nobody here. */
async function isLoadDue(engines: Engines, ledger: LoadLedger): Promise<boolean> {
  const record = await ledger.read()
  if (record !== undefined) return record.finishedAt === undefined
  const people = await engines.openStore('identity')
  await people.define([{ name: 'member', indexes: MEMBER_FIELDS }])
  return (await people.count('member')) === 0
}

async function open(opening: Opening & { readonly due: DueLoad | undefined }): Promise<Standalone> {
  const { settings, clock, logger, engines, ledger, due } = opening
  const { common } = settings
  const metrics = createMetrics()
  const onError = (error: unknown, where: string) => {
    metrics.failed(where)
    logger.error({ err: error, where }, 'failed')
  }
  let port = 0
  const services = await buildServices({
    engines,
    settings,
    clock,
    due,
    metrics,
    onError,
    ownAddress: () => ownAddress(common.HOST, port),
  })
  const { identity, market, materials, notify, live, web, tokens } = services
  const door = doorkeeper()
  let loadedInMs: number | undefined
  const load = async () => {
    if (due === undefined) return
    const started = performance.now()
    const driven = {
      identity,
      market: market.internals,
      materials: { ...materials.internals, personHoldHours: settings.materials.network.personHoldHours },
      notify: notify.internals,
    }
    await engines.hurry(() => loadDemo(due, driven, ledger))
    await ledger.finish(clock.now())
    loadedInMs = performance.now() - started
  }
  // In the order of their start; live comes after the load, so that it reads each stock once.
  const all: readonly Service[] = [door.service, identity, market, materials, notify, startingWith(load), live, web]
  const served = await serve({ services: all, environment: common, metrics, engines: engines.names })
  port = served.port
  // One feed for the one token check of the process: a lost right ends within a second, not with the token.
  const rights = startRightsFeed({
    log: engines.log,
    instance: 'standalone',
    onRights: tokens.learnRights,
    onSessionRevoked: tokens.revokeSession,
  })
  await rights.ready
  door.open()
  return {
    port,
    server: served.server,
    log: engines.log,
    services: { identity, market, materials, notify, live, web },
    facts: {
      address: spokenAddress(common.HOST, port),
      dataDir: common.DATA_DIR,
      engines: engines.names,
      demo: await demoFacts(opening, loadedInMs),
    },
    async settled() {
      await Promise.all([identity.internals.runtime.settled(), market.internals.runtime.settled(), materials.internals.settled()])
      await notify.internals.runtime.settled()
    },
    async stop() {
      await served.stop()
      await rights.stop()
      await engines.close()
    },
  }
}

/** A step of the start between two services. */
function startingWith(step: () => Promise<void>): Service {
  return { name: 'demo', router: express.Router(), mountPath: '/api/demo', start: step, stop: async () => undefined, checks: {} }
}
