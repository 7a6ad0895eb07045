import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allClaims, claimOf, NO_CLAIMS } from '../offers/claim-book.ts'
import type { OfferCommand } from '../offers/decide.ts'
import { type Simulation, simulation } from '../testing/checkout-simulation.ts'
import { listing, setLine } from '../testing/offer-scenario.ts'
import { comesToRest, confirmation, OFFERS } from '../testing/order-samples.ts'

const MEMBERS = ['A', 'B', 'C'] as const

const member = fc.constantFrom(...MEMBERS)
const offer = fc.constantFrom(...OFFERS)

/** One thing that happens: a person acts, a step runs (perhaps unheard), news arrive, time passes. */
const happening = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('set' as const), member, offer, qtyB: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('confirm' as const), member }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('cancel' as const), member }) },
  { weight: 12, arbitrary: fc.record({ what: fc.constant('step' as const), pick: fc.nat(), told: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ what: fc.constant('hear' as const), all: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('again' as const), count: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('pass' as const), ms: fc.constantFrom(500, 30_000, 61_000, 600_000, 1_300_000) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('withdraw' as const), offer }) },
)
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

function happens(world: Simulation, one: Happening) {
  switch (one.what) {
    case 'set':
      return world.offer(one.offer, setLine(one.member, one.qtyB))
    case 'confirm':
      return world.order(`ord_${one.member}`, confirmation(world))
    case 'cancel':
      return world.order(`ord_${one.member}`, { type: 'CancelOrder', reason: '' })
    case 'step': {
      const open = world.openSteps()
      const step = open[one.pick % Math.max(open.length, 1)]
      return step === undefined ? undefined : world.run(step.orderId, step.key, one.told)
    }
    case 'hear':
      return world.hear(one.all)
    case 'again':
      return world.hearAgain(one.count)
    case 'pass':
      world.pass(one.ms)
      return world.tick()
    case 'withdraw':
      return world.offer(one.offer, { type: 'WithdrawOffer' } satisfies OfferCommand)
  }
}

describe('confirmations under any order of events, crashes included', () => {
  it('end whole: sold in every offer or held in none for ever, places never over capacity, and orders agree with offers', () => {
    const seen = new Map<string, number>()
    const runs = fc.property(fc.array(happening, { minLength: 30, maxLength: 120, size: 'max' }), (happenings) => {
      const world = simulation()
      for (const offerId of OFFERS) world.offer(offerId, listing(4))
      for (const one of happenings) happens(world, one)
      comesToRest(world)
      for (const type of world.types) seen.set(type, (seen.get(type) ?? 0) + 1)

      for (const book of world.books.values()) {
        for (const orders of Object.values(book.booked)) {
          expect(orders.length).toBeLessThanOrEqual(2)
          expect(new Set(orders).size).toBe(orders.length)
        }
      }
      const placed = [...world.books.values()].flatMap((book) => Object.values(book.booked).flat())
      for (const [orderId, order] of world.orders) {
        expect(order.state).not.toBe('confirming')
        // A place belongs to a confirmed order, and every confirmed order has one.
        expect(placed.includes(orderId)).toBe(order.state === 'confirmed')
        for (const [offerId, line] of Object.entries(order.lines)) {
          const claim = claimOf(world.offers.get(offerId)?.claims ?? NO_CLAIMS, orderId)
          expect(line.claim).not.toBe('pinned')
          if (line.claim === 'confirmed') expect(claim).toMatchObject({ state: 'confirmed', qtyB: line.qtyB })
        }
      }
      for (const [offerId, { claims }] of world.offers) {
        for (const [orderId, claim] of allClaims(claims)) {
          const order = world.orders.get(orderId)
          // Nothing stays pinned, and nothing is sold that no order knows of.
          expect(claim.state).not.toBe('pinned')
          if (claim.state === 'confirmed') expect(order?.lines[offerId]).toMatchObject({ claim: 'confirmed', qtyB: claim.qtyB })
        }
      }
    })
    // fast-check prints the seed and the smallest failing run.
    fc.assert(runs, { numRuns: 2_000 })
    // The runs went where it hurts.
    for (const rare of [
      'OrderConfirmed',
      'CheckoutTimedOut',
      'CheckoutFailed',
      'ClaimUnpinned',
      'SlotReleased',
      'OrderCancelled',
      'LineLost',
      'OrderEdited',
    ]) {
      expect(seen.get(rare) ?? 0, rare).toBeGreaterThan(50)
    }
  })
})
