import type { DueLoad } from '@filature/demo/load/load-demo'
import { buildIdentity, type Identity } from '@filature/identity/service'
import type { Clock } from '@filature/kernel/clock'
import { msOf } from '@filature/kernel/instant'
import { buildLive, type LiveService } from '@filature/live/service'
import { buildMarket, type MarketService } from '@filature/market/service'
import { buildMaterials, type MaterialsService } from '@filature/materials/service'
import { buildNotify, type NotifyService } from '@filature/notify/service'
import { ConfigurationError } from '@filature/service-kit/environment'
import type { Metrics } from '@filature/service-kit/metrics'
import type { Service } from '@filature/service-kit/service'
import { createTokenCheck, type TokenCheck } from '@filature/service-kit/token-check'
import { writeLimitsOf } from '@filature/service-kit/write-environment'
import { httpReads } from '@filature/web/reads'
import { buildWeb } from '@filature/web/service'
import type { Engines } from './engines.ts'
import type { StandaloneSettings } from './settings.ts'

export interface StandaloneServices {
  readonly identity: Identity
  readonly market: MarketService
  readonly materials: MaterialsService
  readonly notify: NotifyService
  readonly live: LiveService
  readonly web: Service
}

export interface ServicePorts {
  readonly engines: Engines
  readonly settings: StandaloneSettings
  readonly clock: Clock
  /** Set when a past is about to be loaded: its services live by other clocks until then. */
  readonly due: DueLoad | undefined
  readonly metrics: Metrics
  readonly onError: (error: unknown, where: string) => void
  /** Where this process will answer; asked when a page is made, which is after it listens. */
  readonly ownAddress: () => string
}

/** Every service over the same log, with one token check that asks identity in process. */
export async function buildServices(ports: ServicePorts): Promise<StandaloneServices & { readonly tokens: TokenCheck }> {
  const { engines, settings, clock, due, metrics, onError, ownAddress } = ports
  const { log } = engines
  const tokens = createTokenCheck({ fetchKeys: () => identity.internals.keys.publicKeys(), nowMs: () => msOf(clock.now()) })
  const common = { log, tokens, metrics, onError, limits: writeLimitsOf(settings.common) }
  const identity: Identity = await buildIdentity({
    ...common,
    store: await engines.openStore('identity'),
    clock: due?.clocks.identity ?? clock,
    settings: settings.identity,
  })
  const market = buildMarket({
    ...common,
    store: await engines.openStore('market'),
    clock: due?.clocks.market ?? clock,
    settings: settings.market,
  })
  const materials = buildMaterials({
    ...common,
    store: await engines.openStore('materials'),
    clock: due?.clocks.materials ?? clock,
    settings: settings.materials,
  })
  const notify = buildNotify({
    ...common,
    log: due?.eventTime.follow(log) ?? log,
    store: await engines.openStore('notify'),
    clock: due?.eventTime.clock ?? clock,
  })
  const live = buildLive({ ...common, store: await engines.openStore('live'), clock, settings: settings.live })
  const reads = httpReads({ identity: ownAddress, market: ownAddress, materials: ownAddress })
  const web = builtWeb({ reads, clock, settings: settings.web, onError })
  return { identity, market, materials, notify, live, web, tokens }
}

/** What is missing when it cannot be made is the build of the screens, which a person can make. */
function builtWeb(ports: Parameters<typeof buildWeb>[0]): Service {
  try {
    return buildWeb(ports)
  } catch (error) {
    throw error instanceof Error ? new ConfigurationError(error.message, { cause: error }) : error
  }
}
