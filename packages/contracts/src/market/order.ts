import { z } from 'zod'
import { pageQuery } from '../http/page.ts'
import { offerStock } from './offer.ts'
import { content } from './producer.ts'
import {
  baseUnit,
  basisPoints,
  cents,
  civilDate,
  hubId,
  idOf,
  instant,
  offerId,
  orderId,
  orderState,
  payMode,
  pointId,
  pricePer,
  producerId,
  productId,
  quantityB,
  saleMode,
  sessionId,
  slotId,
  storage,
} from './shapes.ts'

export const orderLine = z.object({
  id: idOf('lin_'),
  offerId,
  productId,
  name: z.string(),
  variantName: z.string(),
  image: z.string(),
  producerId,
  producerName: z.string(),
  saleMode,
  baseUnit,
  displayUnit: z.string(),
  content: content.nullable(),
  storage,
  qtyB: quantityB,
  priceC: cents,
  pricePer,
  vatBp: z.int(),
  estC: cents.meta({ description: 'estimate; exact unless the piece is weighed' }),
  lowC: cents.meta({ description: 'at the lowest usual weight; equal to estC unless weighed' }),
  highC: cents.meta({ description: 'at the highest usual weight' }),
  maxC: cents.meta({ description: 'never charged more than this without consent' }),
  overrunBp: z.int(),
  depositC: cents.meta({ description: 'for the whole line' }),
  claim: z.enum(['held', 'confirming', 'confirmed', 'released']).meta({
    description: 'held: until expiresAt; released: the hold ended, the line stays so that it can be taken back',
  }),
  heldSince: instant.nullable(),
  expiresAt: instant.nullable(),
  closesAt: instant.meta({ description: 'the producer’s closing: no change after it' }),
})

export const orderTotals = z.object({
  linesC: cents,
  depositC: cents,
  solidarityC: z.int(),
  totalC: cents.meta({ description: 'estimate: lines, deposits, solidarity' }),
  maxC: cents.meta({ description: 'the most that can be charged without consent' }),
})

export const orderSlot = z.object({ pointId, pointName: z.string(), town: z.string(), slotId, startsAt: instant, endsAt: instant })

export const orderView = z.object({
  id: orderId,
  version: z.int(),
  sessionId,
  hubId,
  pickupDate: civilDate,
  state: orderState,
  lines: z.array(orderLine),
  totals: orderTotals,
  expiresAt: instant.nullable().meta({ description: 'when the first of the holds ends' }),
  editableUntil: instant.nullable().meta({ description: 'the first closing among its producers' }),
  slot: orderSlot.nullable(),
  bandBp: z.int(),
  payMode: payMode.nullable(),
  confirmedAt: instant.nullable(),
  checkout: z
    .object({
      state: z.enum(['running', 'failed']),
      code: z.string().optional(),
      figures: z.record(z.string(), z.unknown()).optional(),
    })
    .nullable()
    .meta({ description: 'a confirmation under way, or why the last one did not go through' }),
  serverTime: instant,
})

export const setLineBody = z.strictObject({
  qtyB: quantityB.meta({ description: 'what there shall be, in base units; 0 removes the line' }),
  adult: z.literal(true).optional().meta({ description: 'the buyer declares to be 18 or older; needed for alcohol' }),
})
export const setLineReply = z.object({
  line: orderLine.nullable().meta({ description: 'null: removed' }),
  order: orderView
    .pick({ id: true, totals: true, expiresAt: true, state: true })
    .extend({ lines: z.int().meta({ description: 'how many' }) }),
  stock: offerStock,
  serverTime: instant,
})

export const extendBody = z.strictObject({
  offerIds: z.array(offerId).min(1).max(60).optional().meta({ description: 'default: every line' }),
})
export const extendReply = z.object({
  order: orderView,
  notExtended: z.array(z.object({ offerId, code: z.string() })),
})

export const confirmBody = z.strictObject({
  pointId,
  slotId,
  bandBp: basisPoints.min(1).default(10_000).meta({ description: '10000 = the price' }),
  payMode: payMode.default('pickup'),
  termsVersion: z.string().min(1).max(40),
})
export const cancelBody = z.strictObject({ reason: z.string().max(400).default('') })

/** What the coordinator sees. The producer’s people get their own lines, without the name. */
export const sessionOrder = orderView
  .omit({ checkout: true, serverTime: true, expiresAt: true, editableUntil: true })
  .extend({ memberId: z.string().nullable(), memberName: z.string().nullable() })

export const ownOrdersQuery = pageQuery.extend({ state: orderState.optional() })
export const sessionOrdersQuery = pageQuery.extend({
  state: orderState.optional(),
  point: pointId.optional(),
  producer: producerId.optional().meta({ description: 'only its lines, without names' }),
})

export type OrderLineView = z.output<typeof orderLine>
export type OrderTotals = z.output<typeof orderTotals>
export type OrderView = z.output<typeof orderView>
export type SetLineReply = z.output<typeof setLineReply>
export type ConfirmBody = z.output<typeof confirmBody>
export type SessionOrder = z.output<typeof sessionOrder>
