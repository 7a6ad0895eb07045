import type { Holder } from '@filature/contracts/materials/events'
import type { Dims, DocumentRef, GateBlock, Granularity, Photo, Price } from '@filature/contracts/materials/lot-shapes'
import type {
  Geo,
  Grade,
  HazardName,
  HoldExtension,
  HoldKind,
  MassMethod,
  Matter,
  Origin,
  Publication,
  Stage,
} from '@filature/contracts/materials/vocabulary'
import type { Instant } from '@filature/kernel/instant'
import type { BaseUnit } from '@filature/kernel/quantity'

/** A part of the lot that is blocked for somebody until an instant. Closed holds leave the lot with the event that closed them. */
export interface LotHold {
  readonly holdId: string
  readonly reservationId: string
  readonly holder: Holder
  readonly worksiteId: string | null
  /** Base units. */
  readonly qty: number
  readonly kind: HoldKind
  /** From this instant on it is free for everybody; null on a lot to come, whose holds do not count down yet. */
  readonly expiresAt: Instant | null
  readonly createdAt: Instant
  readonly extensions: number
  /** Instants at which the holder is still to be warned that it ends. */
  readonly warnAt: readonly Instant[]
  /** Kind `offered`: the wish that it answers. */
  readonly wishId?: string
  /** Others wait for the lot, so the depot decides whether it is kept longer: what it was asked, or said. */
  readonly extension?: HoldExtension
}

/** Somebody who waits for a part of this lot. While a hold carries the `wishId`, it is offered to them. */
export interface LotWish {
  readonly wishId: string
  readonly holder: Holder
  /** The holder is competent for lead: may be offered restricted lots. */
  readonly competent: boolean
  /** Base units still wanted. */
  readonly qty: number
  /** Less than this is not worth an offer. */
  readonly minQty: number
  readonly since: Instant
  /** From here on it waits no longer. */
  readonly until: Instant
}

/** What the lot needs to know of its depot, so that no decision and no card has to look it up. */
export interface LotPlace {
  readonly depotId: string
  readonly depotCode: string
  readonly orgId: string
  readonly name: string
  readonly town: string
  readonly insee: string
  readonly geo: Geo
  readonly termiteZone: boolean
}

/** The facts of the source site that the gate rests on, and the way from there. */
export interface LotSource {
  readonly siteId: string
  readonly name: string
  readonly kind: string
  readonly town: string
  readonly permitOn: string | null
  readonly builtYear: number | null
  readonly dwelling: boolean
  /** To the depot by road, estimated. */
  readonly km: number
}

export interface LotMass {
  /** Grams of `forQty` base units: kept as a pair, so that a part is computed exactly. */
  readonly totalG: number
  readonly forQty: number
  readonly method: MassMethod
  readonly densityId: string | null
}

export interface HazardRecord {
  readonly result: 'cleared' | 'positive'
  readonly document: DocumentRef
  readonly at: Instant
}

/** Proof that the items never became waste (L541-4-4) or ceased to be (L541-4-3). */
export interface MatterEvidence {
  readonly operatorName: string
  readonly siret: string | null
  readonly competence: string | null
  readonly sortedOn: string | null
  readonly intendedUse: string | null
  readonly signedBy: string | null
  readonly reference: string | null
}

/** Words and pictures: what describing a lot may change. */
export interface LotDescription {
  readonly designation: string
  readonly materials: readonly string[]
  readonly colour: string | null
  readonly brand: string | null
  readonly standards: readonly string[]
  readonly defects: string | null
  readonly assembly: string | null
  readonly removalMethod: string | null
  readonly note: string | null
  readonly photos: readonly Photo[]
  readonly access: {
    readonly people?: number | undefined
    readonly forklift?: boolean | undefined
    readonly maxPieceKg?: number | undefined
  }
  readonly precautions: {
    readonly removal?: string | undefined
    readonly storage?: string | undefined
    readonly transport?: string | undefined
  }
  readonly potentials: Readonly<Record<string, number | undefined>> | null
  readonly usedProduct: 'new' | 'used' | 'remanufactured'
}

/** Same material, origin, grade and place: the stock. */
export interface Lot extends LotDescription {
  readonly lotId: string
  readonly code: string
  readonly rootLotId: string
  readonly parentLotId: string | null
  /** Copy of `place.depotId`, for lists. */
  readonly depotId: string
  readonly place: LotPlace
  readonly locationId: string | null
  readonly familyId: string
  readonly unit: BaseUnit
  readonly granularity: Granularity
  readonly dims: Dims
  readonly mass: LotMass | null
  readonly grade: Grade | null
  readonly price: Price
  readonly origin: Origin
  readonly siteId: string | null
  readonly source: LotSource | null
  readonly madeYear: number | null
  readonly depositId: string | null
  readonly pemdLine: string | null
  readonly wasteCode: string | null
  readonly matter: Matter
  readonly evidence: MatterEvidence | null
  readonly hazards: { readonly [Name in HazardName]?: HazardRecord }
  /** What a manager asked a document for, besides the three hazards that rules know. */
  readonly otherHazard: string | null
  /** Base units; planned while the lot is to come. received = available + held + out + lost + split. */
  readonly received: number
  readonly out: number
  readonly lost: number
  readonly split: number
  readonly stage: Stage
  /** Days of the removal of a lot to come. */
  readonly window: { readonly from: string; readonly to: string } | null
  readonly receivedAt: Instant | null
  /** When it was first entered, planned or received. */
  readonly recordedAt: Instant
  readonly legs: readonly { readonly km: number; readonly factorId: string }[]
  /** A manager published it and nobody withdrew it; whether it shows is `publication`. */
  readonly offered: boolean
  readonly withdrawn: boolean
  /** The manager wants it for competent organisations only, although no rule asks for it. */
  readonly restrictedByChoice: boolean
  /** Always what the gate makes of the above; never set by itself. */
  readonly publication: Publication
  readonly blocks: readonly GateBlock[]
  /** In order of creation. */
  readonly holds: readonly LotHold[]
  /** The queue, oldest first. Absent while nobody ever waited: read it with `waitingFor`. */
  readonly waiting?: readonly LotWish[]
  /** Instant of the last decision. */
  readonly at: Instant
}
