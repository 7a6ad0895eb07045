import type { Holder } from '@filature/contracts/materials/events'
import type { Dims, DocumentRef, Granularity, Price } from '@filature/contracts/materials/lot-shapes'
import type { AdjustReason, Grade, HazardName, Matter, Origin, ReleaseReason } from '@filature/contracts/materials/vocabulary'
import type { Instant } from '@filature/kernel/instant'
import type { LotDescription, LotPlace, LotSource, MatterEvidence } from './lot.ts'
import type { AskedMass } from './mass.ts'

/** What a clerk enters for a lot; the facts of depot and site are looked up by the edge and handed in with it. */
export interface LotIntake extends Partial<LotDescription> {
  readonly designation: string
  readonly familyId: string
  /** Base units of the family. */
  readonly qty: number
  readonly granularity: Granularity
  readonly origin: Origin
  readonly matter: Matter
  readonly dims: Dims
  readonly mass: AskedMass | null
  readonly grade: Grade | null
  readonly price: Price
  readonly locationId: string | null
  readonly madeYear: number | null
  readonly wasteCode: string | null
  readonly pemdLine: string | null
  readonly place: LotPlace
  /** The depot may take in waste. */
  readonly wasteLicence: boolean
  readonly source: LotSource | null
}

export interface HoldLot {
  readonly type: 'HoldLot'
  /** Derived from the member and the Idempotency-Key. */
  readonly holdId: string
  readonly reservationId: string
  readonly holder: Holder
  readonly worksiteId: string | null
  readonly qty: number
  /** How long, from the decision on; ignored for a lot to come. */
  readonly holdMs: number
  /** The holder is competent for lead: may hold restricted lots. */
  readonly competent: boolean
}

/** Waits for a part of the lot. */
export interface PlaceWish {
  readonly type: 'PlaceWish'
  /** Derived from the member and the Idempotency-Key. */
  readonly wishId: string
  readonly holder: Holder
  readonly qty: number
  readonly minQty: number
  /** The holder is competent for lead: may wait for restricted lots. */
  readonly competent: boolean
}

export interface RecordPickup {
  readonly type: 'RecordPickup'
  readonly holdId: string
  readonly slipId: string
  readonly qty: number
  /** Weighed at hand-over. */
  readonly massG: number | null
  /** Chosen by the payer of a solidarity price; null: the full price. */
  readonly unitCents: number | null
  readonly destination: {
    readonly kind: string
    readonly siret: string | null
    readonly insee: string | null
    readonly worksiteId: string | null
    /** By road to the place of use; null when nobody said where it goes. */
    readonly km: number | null
  }
  /** Factor id of the vehicle that takes it away. */
  readonly vehicle: string
}

export type LotCommand =
  | { readonly type: 'ReceiveLot'; readonly lot: LotIntake; readonly depositId: string | null }
  | { readonly type: 'PlanFutureLot'; readonly lot: LotIntake; readonly window: { readonly from: string; readonly to: string } }
  | { readonly type: 'DescribeLot'; readonly changes: Partial<LotDescription> }
  | { readonly type: 'MeasureLot'; readonly dims: Dims | null; readonly mass: AskedMass | null }
  | { readonly type: 'GradeLot'; readonly grade: Grade; readonly defects: string | null }
  | { readonly type: 'PriceLot'; readonly price: Price }
  | { readonly type: 'PlaceLot'; readonly locationId: string }
  | { readonly type: 'SyncPlace'; readonly place: LotPlace }
  | { readonly type: 'RecordNeverWaste'; readonly evidence: MatterEvidence }
  | { readonly type: 'RecordEndOfWaste'; readonly evidence: MatterEvidence }
  | { readonly type: 'ClearHazard'; readonly hazard: HazardName; readonly result: 'cleared' | 'positive'; readonly document: DocumentRef }
  | { readonly type: 'FlagHazard'; readonly what: string }
  | { readonly type: 'PublishLot'; readonly restricted: boolean }
  | { readonly type: 'WithdrawLot'; readonly reason: string }
  | {
      readonly type: 'AdjustLot'
      readonly delta: number
      readonly reason: AdjustReason
      readonly note: string | null
      readonly cutHolds: boolean
    }
  | HoldLot
  | { readonly type: 'ExtendHold'; readonly holdId: string /** A depot may give less than the network. */; readonly extensionMs?: number }
  | { readonly type: 'AnswerExtension'; readonly holdId: string; readonly granted: boolean; readonly extensionMs?: number }
  | { readonly type: 'ConfirmHold'; readonly holdId: string; readonly until: Instant }
  | { readonly type: 'ReleaseHold'; readonly holdId: string; readonly why: Extract<ReleaseReason, 'user' | 'cancel' | 'compensation'> }
  | { readonly type: 'ExpireHolds' }
  | PlaceWish
  | { readonly type: 'CloseWish'; readonly wishId: string }
  | { readonly type: 'DeclineOffer'; readonly wishId: string }
  | RecordPickup
