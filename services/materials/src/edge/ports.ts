import type { Aggregate, ExecuteOptions } from '@filature/aggregates/aggregate'
import type { Clock } from '@filature/kernel/clock'
import type { Refusal } from '@filature/kernel/refusal'
import type { Caller } from '@filature/service-kit/caller'
import type { Store } from '@filature/store/port'
import type { Depot, DepotCommand } from '../depots/depot.ts'
import type { RecentHolds } from '../holds/find-hold.ts'
import type { LotCommand } from '../lots/commands.ts'
import type { Lot } from '../lots/lot.ts'
import type { Register, TakeNumber } from '../pickups/register.ts'
import type { Slip, SlipCommand } from '../pickups/slip.ts'
import type { HolderQuota, QuotaCommand } from '../quota/quota.ts'
import type { Reference } from '../reference/reference.ts'
import type { SearchIndex } from '../search/search-index.ts'
import type { MaterialsSettings } from '../settings.ts'
import type { SiteCommand, SourceSite } from '../sites/site.ts'
import type { OwnWishes, OwnWishesCommand } from '../wishes/own-wishes.ts'

/** The aggregates of the service, as its routes, its reactions and the demo loader use them. */
export interface Aggregates {
  readonly depots: Aggregate<Depot | null, DepotCommand>
  readonly sites: Aggregate<SourceSite | null, SiteCommand>
  readonly lots: Aggregate<Lot | null, LotCommand>
  readonly quotas: Aggregate<HolderQuota, QuotaCommand>
  readonly registers: Aggregate<Register, TakeNumber>
  readonly slips: Aggregate<Slip | null, SlipCommand>
  readonly ownWishes: Aggregate<OwnWishes, OwnWishesCommand>
}

/** What routes are made of. */
export interface EdgePorts extends Aggregates {
  readonly store: Store
  readonly reference: Reference
  readonly settings: MaterialsSettings
  readonly index: SearchIndex
  readonly clock: Clock
  readonly recent: RecentHolds
  /** What the lot would say to a command as it stands, without asking it: undefined when it would accept. */
  judgeLot(lot: Lot, command: LotCommand, options: ExecuteOptions): Refusal | undefined
}

/** Is the caller in an organisation trained for lead? Then restricted lots show. */
export function isCompetent(settings: MaterialsSettings, caller: Caller): boolean {
  return Object.keys(caller.roles).some((orgId) => settings.leadCompetentOrgs.has(orgId))
}
