import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertSound, at, CLOSES, contextAt, LIMITS, listing, OPENS, SESSION } from '../testing/offer-scenario.ts'
import { allClaims, claimOf, expiredClaims, NO_CLAIMS } from './claim-book.ts'
import { type OfferCommand, offerDecider } from './decide.ts'
import type { ClaimReply } from './deciding.ts'
import type { Offer } from './offer.ts'
import { publicStock } from './stock.ts'

const MINUTES_OPEN = (Date.parse(CLOSES) - Date.parse(OPENS)) / 60_000
const decider = offerDecider(LIMITS)
const who = fc.constantFrom('A', 'B', 'C', 'D', 'E')
const order = who.map((name) => `ord_${name}`)
const minutesAgo = fc.double({ min: 0, max: 3, noNaN: true })

/** Anything that may reach an offer, in any order, with a clock that jumps and now and then lags behind. */
const step = fc.record({
  forwardMin: fc.oneof(
    { weight: 6, arbitrary: fc.double({ min: 0, max: 9, noNaN: true }) },
    { weight: 1, arbitrary: fc.double({ min: 20, max: 1_500, noNaN: true }) },
  ),
  /** Received earlier than the decision before it. */
  lateMin: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: minutesAgo }),
  command: fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .tuple(who, fc.integer({ min: 0, max: 9 }))
        .map(
          ([name, qtyB]): OfferCommand => ({ type: 'SetLine', sessionId: SESSION, orderId: `ord_${name}`, memberId: `mbr_${name}`, qtyB }),
        ),
    },
    { weight: 2, arbitrary: order.map((orderId): OfferCommand => ({ type: 'ExtendHold', orderId })) },
    {
      weight: 4,
      arbitrary: fc.tuple(order, fc.integer({ min: 1, max: 9 })).map(([orderId, qtyB]) => ({ orderId, qtyB, type: 'PinClaim' as const })),
    },
    { weight: 2, arbitrary: order.map((orderId): OfferCommand => ({ type: 'UnpinClaim', orderId })) },
    { weight: 3, arbitrary: order.map((orderId): OfferCommand => ({ type: 'ConfirmClaim', orderId })) },
    { weight: 1, arbitrary: order.map((orderId): OfferCommand => ({ type: 'ReleaseClaim', orderId, because: 'order-cancelled' })) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 25 }).map((allocatedB): OfferCommand => ({ type: 'AdjustOffer', allocatedB })) },
    { weight: 2, arbitrary: fc.constant<OfferCommand>({ type: 'Tick' }) },
    { weight: 1, arbitrary: fc.constantFrom<OfferCommand>({ type: 'PauseOffer' }, { type: 'ResumeOffer' }) },
    { weight: 1, arbitrary: fc.constant<OfferCommand>({ type: 'WithdrawOffer' }) },
  ),
})

describe('an offer under any commands', () => {
  it('keeps I10 at every version, tells the stock it has, and never takes a pinned or confirmed claim away by time', () => {
    const runs = fc.property(fc.integer({ min: 0, max: 20 }), fc.array(step, { maxLength: 60 }), (allocatedB, steps) => {
      let offer: Offer | null = null
      let version = 0
      let minutes = -10
      const apply = (command: OfferCommand, now: number) => {
        const decision = decider.decide(offer, command, contextAt(at(now), version))
        if (decision.refused === true) return decision
        const sure = allClaims(offer?.claims ?? NO_CLAIMS).filter(([, claim]) => claim.state !== 'held')
        for (const event of decision.events) {
          offer = decider.evolve(offer, event)
          version += 1
          if (offer !== null) assertSound(offer, at(now), `${command.type} → ${event.type}`)
        }
        if (command.type === 'Tick')
          for (const [orderId, claim] of sure) expect(claimOf(offer?.claims ?? NO_CLAIMS, orderId)).toEqual(claim)
        if (offer !== null && decision.events.length > 0) {
          // Asked anything but ListOffer, an offer replies with its stock, and it is the one it has.
          const told = (decision.reply as ClaimReply).stock
          expect(told).toEqual(publicStock('off_TEST', version, offer, at(now)))
          expect(decision.events.at(-1)?.type).toBe('OfferStockChanged')
          expect(expiredClaims(offer.claims, offer.closesAt, at(now))).toEqual([])
        }
        return decision
      }
      apply(listing(allocatedB), minutes)
      for (const { forwardMin, lateMin, command } of steps) {
        minutes += forwardMin
        const now = minutes - lateMin
        apply(command.type === 'PinClaim' ? { ...command, askedAt: at(now) } : command, now)
      }
    })
    // fast-check prints the seed and the smallest failing run.
    fc.assert(runs, { numRuns: 1_500 })
  })

  it('gives the last unit to exactly one of all who ask, whoever comes first', () => {
    const runs = fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.shuffledSubarray([...Array(40).keys()], { minLength: 20 }),
      (allocatedB, askers) => {
        let offer: Offer | null = null
        let version = 0
        let held = 0
        for (const command of [
          listing(allocatedB),
          ...askers.map((n): OfferCommand => ({ type: 'SetLine', sessionId: SESSION, orderId: `ord_${n}`, memberId: `mbr_${n}`, qtyB: 1 })),
        ]) {
          const decision = decider.decide(offer, command, contextAt(at(command.type === 'ListOffer' ? -1 : 1), version))
          if (decision.refused === true) {
            expect(decision).toMatchObject({ code: 'insufficient-stock', figures: { availableB: 0 } })
            continue
          }
          if (command.type === 'SetLine') held += 1
          for (const event of decision.events) offer = decider.evolve(offer, event)
          version += decision.events.length
        }
        expect(held).toBe(allocatedB)
      },
    )
    fc.assert(runs, { numRuns: 200 })
  })

  it('is open from its opening to its closing and never outside', () => {
    const runs = fc.property(fc.double({ min: -100, max: MINUTES_OPEN + 100, noNaN: true }), (minutes) => {
      let offer: Offer | null = null
      const listed = decider.decide(null, listing(5), contextAt(at(-200), 0))
      if (listed.refused !== true) for (const event of listed.events) offer = decider.evolve(offer, event)
      const asked = decider.decide(
        offer,
        { type: 'SetLine', sessionId: SESSION, orderId: 'ord_A', memberId: 'mbr_A', qtyB: 1 },
        contextAt(at(minutes), 2),
      )
      const now = at(minutes)
      const expected = now < OPENS ? 'session-not-open' : now >= CLOSES ? 'producer-closed' : undefined
      expect(asked.refused === true ? asked.code : undefined).toBe(expected)
    })
    fc.assert(runs)
  })
})
