import { z } from 'zod'
import { eventCatalogue } from '../events/registry.ts'
import { auditNoted } from '../identity/events.ts'
import { notificationAsked } from '../notify/events.ts'
import { offerCard, offerStock } from './offer.ts'
import { orderSlot, orderTotals } from './order.ts'
import { certificate, productBody } from './producer.ts'
import {
  baseUnit,
  bothLanguages,
  cents,
  certificateId,
  civilDate,
  hubId,
  instant,
  offerId,
  offerMode,
  orderId,
  orgId,
  payMode,
  pointId,
  pricePer,
  producerId,
  productId,
  quantityB,
  saleMode,
  sessionId,
  slotId,
  variantId,
} from './shapes.ts'

const member = z.string()

/** A claim's whereabouts: every event of an offer that concerns somebody's part of it. */
const ofOrder = { hubId, sessionId, orderId, qtyB: quantityB }

/** What an order must know of an offer to show and price its line; frozen when the line is set. */
export const lineItem = z.object({
  orgId,
  sessionClosesAt: instant,
  pickupDate: civilDate,
  closesAt: instant,
  productId,
  variantId,
  name: z.string(),
  variantName: z.string(),
  image: z.string(),
  category: z.string(),
  producerId,
  producerOrgId: orgId,
  producerName: z.string(),
  saleMode,
  baseUnit,
  displayUnit: z.string(),
  content: z.object({ qty: z.int(), unit: baseUnit }).nullable(),
  storage: z.string(),
  pricePer,
  priceC: cents,
  vatBp: z.int(),
  lowG: z.int().nullable(),
  avgG: z.int().nullable(),
  highG: z.int().nullable(),
  overrunBp: z.int(),
  depositC: cents.meta({ description: 'per piece' }),
})

/** A line as consumers outside the market need it: name, unit, quantity, price. */
export const publicLine = z.object({
  offerId,
  productId,
  variantId,
  name: z.string(),
  variantName: z.string(),
  producerId,
  producerName: z.string(),
  baseUnit,
  displayUnit: z.string(),
  saleMode,
  qtyB: quantityB,
  priceC: cents,
  pricePer,
  vatBp: z.int(),
  estC: cents,
  maxC: cents,
  depositC: cents,
})

const orderFacts = {
  hubId,
  sessionId,
  memberId: member,
  pickupDate: civilDate,
  lines: z.array(publicLine),
  slot: orderSlot.nullable(),
  totals: orderTotals,
  bandBp: z.int(),
  payMode: payMode.nullable(),
}

const sessionFacts = {
  hubId,
  hubName: z.string(),
  orgId,
  number: z.int(),
  pickupDate: civilDate,
  opensAt: instant,
  closesAt: instant,
  firstPickupAt: instant,
  lastPickupAt: instant,
  points: z.array(z.object({ id: pointId, name: z.string(), town: z.string() })),
  producers: z.array(z.object({ id: producerId, name: z.string(), closesAt: instant })),
}

export const marketEvents = eventCatalogue('market', {
  HubConfigured: z.object({
    hubId,
    orgId,
    name: z.string(),
    town: z.string(),
    saleMode: z.enum(['direct', 'resell']),
    points: z.array(z.object({ id: pointId, name: z.string() })),
  }),

  ProducerPublished: z.object({
    producerId,
    orgId,
    name: z.string(),
    activity: z.string(),
    town: z.string(),
    lat: z.number(),
    lon: z.number(),
    story: bothLanguages,
    hubs: z.array(hubId),
  }),
  CertificateAdded: z.object({ producerId, certificate }),
  ProductPublished: z.object({ productId, producerName: z.string(), orgId, product: productBody }),
  ProductWithdrawn: z.object({ productId, producerId, name: z.string() }),

  SessionScheduled: z.object(sessionFacts),
  SessionOpened: z.object(sessionFacts),
  ProducerListed: z.object({ hubId, producerId }),
  ProducerWindowClosed: z.object({ hubId, producerId, producerName: z.string(), closesAt: instant, pickupDate: civilDate }),
  SessionClosed: z.object(sessionFacts),
  SessionCancelled: z.object({ ...sessionFacts, reason: z.string() }),

  OfferListed: z.object({ hubId, sessionId, card: offerCard, item: lineItem, certIds: z.array(certificateId), allocatedB: quantityB }),
  OfferStockSet: z.object({ hubId, sessionId, mode: offerMode, allocatedB: quantityB }),
  OfferRepriced: z.object({ hubId, sessionId, priceC: cents, card: offerCard, item: lineItem, orderIds: z.array(orderId) }),
  OfferPaused: z.object({ hubId, sessionId }),
  OfferResumed: z.object({ hubId, sessionId }),
  OfferClosed: z.object({ hubId, sessionId, confirmedB: quantityB }),
  OfferWithdrawn: z.object({ hubId, sessionId }),
  /** After any change of what is available; also the state that live gateways show. */
  OfferStockChanged: offerStock.extend({ hubId, sessionId, producerId, productId, name: z.string() }),

  StockHeld: z.object({ ...ofOrder, memberId: member, heldSince: instant, expiresAt: instant, item: lineItem }),
  HoldExtended: z.object({ ...ofOrder, expiresAt: instant, extensions: z.int() }),
  HoldExpired: z.object({ ...ofOrder, expiresAt: instant }),
  ClaimPinned: z.object(ofOrder),
  /** A checkout did not go through: held again. */
  ClaimUnpinned: z.object({ ...ofOrder, expiresAt: instant }),
  ClaimConfirmed: z.object(ofOrder),
  ClaimAmended: z.object({ ...ofOrder, previousB: quantityB }),
  ClaimReleased: z.object({ ...ofOrder, because: z.enum(['member', 'order-cancelled', 'session-cancelled']) }),

  SlotBooked: z.object({ hubId, sessionId, pointId, slotId, orderId }),
  SlotReleased: z.object({ hubId, sessionId, pointId, slotId, orderId }),

  LineSet: z.object({ hubId, sessionId, memberId: member, line: publicLine, expiresAt: instant.nullable() }),
  /** The hold ended or the stock went elsewhere; the line stays in the basket without stock. */
  LineLost: z.object({ hubId, sessionId, memberId: member, offerId, name: z.string(), qtyB: quantityB }),
  LineRemoved: z.object({ hubId, sessionId, memberId: member, offerId }),
  LineRepriced: z.object({ hubId, sessionId, memberId: member, offerId, priceC: cents }),
  HoldsWarned: z.object({ hubId, sessionId, memberId: member, expiresAt: instant, lines: z.int() }),
  /** Every hold of a basket ended without a confirmation. */
  BasketLapsed: z.object({ hubId, sessionId, memberId: member }),
  /** The member emptied a basket that was never confirmed. */
  BasketEmptied: z.object({ hubId, sessionId, memberId: member }),
  /** A line that the order cannot take (too many, too late): its claim is given back. */
  LineRefused: z.object({ hubId, sessionId, memberId: member, offerId, code: z.string() }),
  CheckoutStarted: z.object({ hubId, sessionId, memberId: member, pointId, slotId, deadlineAt: instant }),
  CheckoutAdvanced: z.object({ hubId, sessionId, memberId: member, step: z.string(), offerId: offerId.nullable() }),
  CheckoutTimedOut: z.object({ hubId, sessionId, memberId: member }),
  CheckoutFailed: z.object({ hubId, sessionId, memberId: member, code: z.string(), figures: z.record(z.string(), z.unknown()) }),
  OrderConfirmed: z.object(orderFacts),
  OrderEdited: z.object(orderFacts),
  OrderCancelled: z.object({ ...orderFacts, reason: z.string() }),
  /** A step of an order that is over: a claim or a slot was given back, a pinned claim is confirmed. */
  OrderSettled: z.object({ hubId, sessionId, memberId: member, step: z.string(), offerId: offerId.nullable() }),
  OrderLocked: z.object(orderFacts),

  NotificationAsked: notificationAsked,
  AuditNoted: auditNoted,
})

export type LineItem = z.output<typeof lineItem>
export type PublicLine = z.output<typeof publicLine>
