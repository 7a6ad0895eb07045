import type { ImpactSummary } from '@filature/contracts/materials/impact-shapes'
import type { Dims, Price } from '@filature/contracts/materials/lot-shapes'
import type {
  AdjustReason,
  Grade,
  HazardName,
  MassMethod,
  OfferEndedWhy,
  ReleaseReason,
  WishClosedWhy,
} from '@filature/contracts/materials/vocabulary'
import type { NotificationAsked } from '@filature/contracts/notify/events'
import type { Instant } from '@filature/kernel/instant'
import type { RecordPickup } from './commands.ts'
import type { Lot, LotDescription, LotHold, LotMass, LotWish } from './lot.ts'

interface At {
  readonly at: Instant
}

/** Facts that the gate rests on. */
export type GateChanges = Partial<Pick<Lot, 'place' | 'hazards' | 'otherHazard' | 'matter' | 'evidence'>>

export interface PickedUp extends At {
  /** As it was before. */
  readonly hold: LotHold
  readonly qty: number
  readonly slipId: string
  readonly massG: number | null
  readonly massMethod: MassMethod | null
  readonly destination: RecordPickup['destination']
  readonly unitCents: number | null
  readonly priceCents: number | null
  readonly impact: ImpactSummary | null
}

export interface Released extends At {
  readonly hold: LotHold
  readonly why: ReleaseReason
  readonly endedAt: Instant
  readonly cooldownUntil: Instant | null
}

/** What happened to a lot. `evolve` needs no more than this; the world is told what `published.ts` makes of it. */
export type LotEvent =
  | { readonly type: 'LotReceived'; readonly data: At & { readonly lot: Lot } }
  | { readonly type: 'FutureLotPlanned'; readonly data: At & { readonly lot: Lot } }
  | { readonly type: 'LotDescribed'; readonly data: At & { readonly changes: Partial<LotDescription> } }
  | { readonly type: 'LotMeasured'; readonly data: At & { readonly dims: Dims; readonly mass: LotMass | null } }
  | { readonly type: 'LotGraded'; readonly data: At & { readonly grade: Grade; readonly defects: string | null } }
  | { readonly type: 'LotPriced'; readonly data: At & { readonly price: Price } }
  | { readonly type: 'LotPlaced'; readonly data: At & { readonly locationId: string } }
  | { readonly type: 'GateUpdated'; readonly data: At & { readonly changes: GateChanges; readonly hazard: HazardName | null } }
  | { readonly type: 'LotPublished'; readonly data: At & { readonly restrictedByChoice: boolean } }
  | { readonly type: 'LotWithdrawn'; readonly data: At & { readonly reason: string } }
  | {
      readonly type: 'LotHeld'
      readonly data: At & { readonly hold: LotHold /** The offer that this hold takes up. */; readonly instead?: string }
    }
  | { readonly type: 'HoldExtended'; readonly data: At & { readonly hold: LotHold } }
  | { readonly type: 'HoldConfirmed'; readonly data: At & { readonly hold: LotHold } }
  | { readonly type: 'ExtensionAsked'; readonly data: At & { readonly hold: LotHold } }
  | { readonly type: 'ExtensionDenied'; readonly data: At & { readonly hold: LotHold } }
  | { readonly type: 'HoldReleased'; readonly data: Released }
  | { readonly type: 'HoldCut'; readonly data: At & { readonly hold: LotHold; readonly cutQty: number } }
  | { readonly type: 'WishPlaced'; readonly data: At & { readonly wish: LotWish } }
  | { readonly type: 'WishOffered'; readonly data: At & { readonly wish: LotWish; readonly offer: LotHold } }
  | {
      readonly type: 'OfferEnded'
      readonly data: At & { readonly wish: LotWish; readonly offer: LotHold; readonly why: OfferEndedWhy; readonly endedAt: Instant }
    }
  | {
      readonly type: 'WishFilled'
      readonly data: At & {
        readonly wish: LotWish
        readonly holdId: string
        readonly qty: number /** Still waited for. */
        readonly rest: number
      }
    }
  | { readonly type: 'WishClosed'; readonly data: At & { readonly wish: LotWish; readonly why: WishClosedWhy } }
  | { readonly type: 'LotPickedUp'; readonly data: PickedUp }
  | {
      readonly type: 'LotAdjusted'
      readonly data: At & { readonly delta: number; readonly reason: AdjustReason; readonly note: string | null }
    }
  | {
      readonly type: 'NotificationAsked'
      readonly data: At & { readonly notification: NotificationAsked; readonly warnedHoldId: string | null }
    }
