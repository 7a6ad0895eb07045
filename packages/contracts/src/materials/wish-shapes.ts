import { z } from 'zod'
import { dims, familyRef } from './lot-shapes.ts'
import { baseUnit, grade, quantity } from './vocabulary.ts'

/** What is offered to who waits: theirs alone until an instant, theirs for good only once accepted. */
export const wishOffer = z.object({
  offerId: z.string(),
  qty: z.int().meta({ description: 'base units' }),
  massG: z.int().nullable(),
  priceCents: z.int().nullable().meta({ description: 'for qty; null for points and quote' }),
  createdAt: z.string(),
  until: z.string().meta({ description: 'UTC instant from which it goes to the next' }),
})

/** A place in the queue of one lot. */
export const wish = z.object({
  wishId: z.string(),
  lotId: z.string(),
  code: z.string(),
  designation: z.string(),
  family: familyRef,
  dims,
  grade: grade.nullable(),
  depot: z.object({ depotId: z.string(), name: z.string(), town: z.string() }),
  unit: baseUnit,
  displayUnit: z.string(),
  displayBase: z.int(),
  qty: z.int().meta({ description: 'base units still wanted' }),
  minQty: z.int().meta({ description: 'less is not offered' }),
  since: z.string(),
  until: z.string().meta({ description: 'it waits no longer than this' }),
  rank: z.int().nullable().meta({ description: '1: the next; null while there is an offer to answer' }),
  waiting: z.int().meta({ description: 'how many wait for this lot' }),
  offer: wishOffer.nullable(),
  onBehalfOf: z.string().nullable().meta({ description: 'organisation it is for' }),
  version: z.int().meta({ description: 'of the lot' }),
})
export type Wish = z.infer<typeof wish>

export const wishBody = z.strictObject({
  qty: quantity.meta({ description: 'base units of the lot' }),
  minQty: quantity.optional().meta({ description: 'a part from here up is worth an offer; default: all of qty' }),
  onBehalfOf: z.string().max(80).optional().meta({ description: 'organisation it is for; default: yourself' }),
})
export const acceptBody = z
  .strictObject({ qty: quantity.optional().meta({ description: 'base units; default: all that is offered. Less ends the wish' }) })
  .default({})
export const answerExtensionBody = z.strictObject({ granted: z.boolean() })
