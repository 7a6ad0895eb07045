import { z } from 'zod'
import { eventCatalogue } from '../events/registry.ts'
import { notificationAsked } from '../notify/events.ts'
import { opening } from './depot-shapes.ts'
import { impactSummary } from './impact-shapes.ts'
import { dateWindow, dims, gateBlock, granularity, price } from './lot-shapes.ts'
import {
  adjustReason,
  baseUnit,
  geo,
  grade,
  hazardName,
  holdKind,
  massMethod,
  offerEndedWhy,
  origin,
  publication,
  releaseReason,
  stage,
  wishClosedWhy,
} from './vocabulary.ts'

/** Every event of a lot carries the lot as it is after it, so that nobody has to call back. */
export const lotState = z.object({
  lotId: z.string(),
  rootLotId: z.string(),
  code: z.string(),
  version: z.int(),
  depotId: z.string(),
  geo,
  family: z.string(),
  designation: z.string(),
  grade: grade.nullable(),
  dims,
  unit: baseUnit,
  granularity,
  available: z.int(),
  held: z.int(),
  out: z.int(),
  gPerUnit: z.number().nullable(),
  price,
  stage,
  publication,
  availableFrom: z.string().nullable(),
  repCategory: z.string().nullable(),
  nextExpiryAt: z.string().nullable(),
})
export type LotState = z.infer<typeof lotState>

export const holder = z.object({
  kind: z.enum(['person', 'org', 'worksite']),
  id: z.string(),
  /** Who asked for it: who is told about it. */
  memberId: z.string(),
})
export type Holder = z.infer<typeof holder>

const ofLot = z.object({ lot: lotState })
const ofHold = ofLot.extend({
  holdId: z.string(),
  reservationId: z.string(),
  holder,
  worksiteId: z.string().nullable(),
  /** What the event is about, base units. */
  qty: z.int(),
  kind: holdKind,
  expiresAt: z.string().nullable(),
})

/** Of somebody who waits. The lot is absent where a wish is not for one lot. */
const ofWish = z.object({
  lot: lotState.optional(),
  lotId: z.string().nullable(),
  wishId: z.string(),
  holder,
  /** What the event is about, base units. */
  qty: z.int(),
})
const ofOffer = ofWish.extend({ offerId: z.string(), until: z.string() })

const depotPayload = z.object({
  depotId: z.string(),
  code: z.string(),
  orgId: z.string(),
  name: z.string(),
  town: z.string(),
  insee: z.string(),
  geo,
  openings: z.array(opening),
  termiteZone: z.boolean(),
  closed: z.boolean(),
})

const sitePayload = z.object({
  siteId: z.string(),
  orgId: z.string(),
  name: z.string(),
  town: z.string(),
  geo,
  permitOn: z.string().nullable(),
  builtYear: z.int().nullable(),
  dwelling: z.boolean(),
})

const slipPayload = z.object({
  slipId: z.string(),
  kind: z.enum(['BD', 'BR', 'BE', 'BT']),
  depotId: z.string(),
  lotId: z.string(),
  holdId: z.string().nullable(),
  year: z.string(),
  qty: z.int(),
  massG: z.int().nullable(),
  number: z.string().nullable(),
})

/** Facts of the materials library, topic `filature.materials`. */
export const materialsEvents = eventCatalogue('materials', {
  DepotOpened: depotPayload,
  DepotUpdated: depotPayload,
  DepotLocationsSet: depotPayload,
  DepotPolicySet: depotPayload,
  DepotClosed: depotPayload,
  SourceSiteRegistered: sitePayload,
  SourceSiteDocumentAttached: sitePayload.extend({ documentId: z.string(), documentKind: z.string() }),
  FutureLotPlanned: ofLot.extend({ srcId: z.string().nullable(), qty: z.int(), window: dateWindow }),
  LotReceived: ofLot.extend({
    srcId: z.string().nullable(),
    depositId: z.string().nullable(),
    origin,
    qty: z.int(),
    massG: z.int().nullable(),
    massMethod: massMethod.nullable(),
  }),
  LotDescribed: ofLot,
  LotMeasured: ofLot.extend({ massG: z.int().nullable(), massMethod: massMethod.nullable() }),
  LotGraded: ofLot,
  LotPriced: ofLot,
  LotPlaced: ofLot.extend({ locationId: z.string() }),
  GateUpdated: ofLot.extend({ blocks: z.array(gateBlock), hazard: hazardName.nullable() }),
  LotPublished: ofLot.extend({ blocks: z.array(gateBlock) }),
  LotWithdrawn: ofLot.extend({ reason: z.string() }),
  LotHeld: ofHold,
  HoldExtended: ofHold,
  HoldConfirmed: ofHold,
  /** Others wait for the lot: its depot is to say whether the hold is kept longer. */
  ExtensionAsked: ofHold,
  ExtensionDenied: ofHold,
  HoldReleased: ofHold.extend({
    why: releaseReason,
    endedAt: z.string(),
    /** Until when the same holder may not hold this lot again; null: at once. */
    cooldownUntil: z.string().nullable(),
  }),
  HoldCut: ofHold.extend({ cutQty: z.int() }),
  LotPickedUp: ofHold.extend({
    /** Of the hold, after this pick-up. */
    remaining: z.int(),
    slipId: z.string(),
    massG: z.int().nullable(),
    massMethod: massMethod.nullable(),
    destination: z.object({
      kind: z.string(),
      siret: z.string().nullable(),
      insee: z.string().nullable(),
      worksiteId: z.string().nullable(),
      km: z.number().nullable(),
    }),
    unitCents: z.int().nullable(),
    priceCents: z.int().nullable(),
    impact: impactSummary.nullable(),
  }),
  LotAdjusted: ofLot.extend({ delta: z.int(), reason: adjustReason }),
  WishPlaced: ofWish.extend({ minQty: z.int(), since: z.string(), until: z.string() }),
  WishOffered: ofOffer,
  OfferEnded: ofOffer.extend({ why: offerEndedWhy, endedAt: z.string() }),
  /** A hold took up the offer. */
  WishFilled: ofWish.extend({ holdId: z.string(), rest: z.int() }),
  WishClosed: ofWish.extend({ why: wishClosedWhy }),
  WishAsked: z.object({ wishId: z.string(), holder, lotId: z.string(), qty: z.int(), minQty: z.int() }),
  WishSettled: z.object({ wishId: z.string(), lotId: z.string(), code: z.string().nullable() }),
  WishForgotten: z.object({ wishId: z.string() }),
  StrikeRecorded: z.object({
    holderId: z.string(),
    why: z.enum(['no-show', 'expiries']),
    strikes: z.int(),
    limitedUntil: z.string().nullable(),
  }),
  StrikesForgiven: z.object({ holderId: z.string() }),
  SlipAsked: slipPayload,
  SlipIssued: slipPayload,
  SlipNumbered: z.object({ register: z.string(), kind: z.enum(['BD', 'BR', 'BE', 'BT']), number: z.string(), slipId: z.string() }),
  NotificationAsked: notificationAsked,
})
