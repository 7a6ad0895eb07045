import { describe, expect, it } from 'vitest'
import { at, CARROTS, CLOSES, contextAt, LIMITS, listedOffer, listing, OPENS, setLine, typesOf } from '../testing/offer-scenario.ts'
import { allClaims, endsAt } from './claim-book.ts'
import { offerDecider } from './decide.ts'

const MINUTES_OPEN = (Date.parse(CLOSES) - Date.parse(OPENS)) / 60_000

describe('holding a line', () => {
  it('holds what is there for twenty minutes and tells the new stock', () => {
    const loaves = listedOffer(8)
    const decision = loaves.given(0, setLine('ANNE', 3))
    expect(typesOf(decision)).toEqual(['StockHeld', 'OfferStockChanged'])
    expect(decision.reply).toMatchObject({
      claim: { state: 'held', qtyB: 3, expiresAt: at(20) },
      stock: { availableB: 5, heldB: 3, confirmedB: 0, v: 4, nextExpiryAt: at(20) },
    })
  })

  it('asks for nothing when the quantity is what it is already', () => {
    const loaves = listedOffer(8)
    loaves.given(0, setLine('ANNE', 3))
    expect(typesOf(loaves.set(1, 'ANNE', 3))).toEqual([])
  })

  it('keeps the countdown when the quantity changes, and ranks by the last increase', () => {
    const loaves = listedOffer(8)
    loaves.given(0, setLine('ANNE', 3))
    loaves.given(5, setLine('ANNE', 4))
    loaves.given(6, setLine('ANNE', 2))
    expect(loaves.claim('ANNE')).toMatchObject({ qtyB: 2, firstAt: at(0), expiresAt: at(20), rankAt: at(5) })
  })

  it('refuses more than is left, with the figure', () => {
    const loaves = listedOffer(8)
    loaves.given(0, setLine('ANNE', 6))
    expect(loaves.refusedAt(1, setLine('BASILE', 3))).toMatchObject({
      code: 'insufficient-stock',
      figures: { availableB: 2, unit: 'piece' },
    })
  })

  it('[market 8] a cap of 40 loaves with 38 taken refuses 3 and says 2', () => {
    const loaves = listedOffer(40, { offer: { mode: 'on-demand' } })
    loaves.given(0, setLine('ANNE', 38))
    expect(loaves.refusedAt(1, setLine('BASILE', 3))).toMatchObject({ code: 'insufficient-stock', figures: { availableB: 2 } })
    const decision = offerDecider(LIMITS).decide(null, listing(undefined, { offer: { mode: 'on-demand' } }), contextAt(at(0), 0))
    expect(decision).toMatchObject({ refused: true, code: 'cap-required' })
  })

  it('takes bulk by its steps and between its bounds, and names the two nearest', () => {
    const carrots = listedOffer(40_000, { item: CARROTS })
    expect(carrots.refusedAt(0, setLine('ANNE', 600))).toMatchObject({ code: 'off-step', figures: { stepB: 250, nearest: [500, 750] } })
    expect(carrots.refusedAt(0, setLine('ANNE', 100))).toMatchObject({ code: 'quantity-range', figures: { minB: 250, maxB: 20_000 } })
    carrots.given(0, setLine('ANNE', 750))
  })

  it('keeps to the limit per member, to adults for alcohol and to members where the policy says so', () => {
    const limited = listedOffer(50, { offer: { perMemberB: 4 } })
    expect(limited.refusedAt(0, setLine('ANNE', 5))).toMatchObject({ code: 'member-limit', figures: { limitB: 4 } })
    const cider = listedOffer(50, { item: { alcoholBp: 450 } })
    expect(cider.refusedAt(0, setLine('ANNE', 1))).toMatchObject({ code: 'age-required' })
    cider.given(0, { type: 'SetLine', sessionId: 'ses_WED', orderId: 'ord_ANNE', memberId: 'mbr_ANNE', qtyB: 1, adult: true })
    const closedCircle = listedOffer(50, { terms: { membersOnly: true } })
    const stranger = { ...contextAt(at(0), 2), actor: { kind: 'member', id: 'mbr_ANNE', roles: { org_other: 'B' } } as const }
    const member = { ...stranger, actor: { ...stranger.actor, roles: { org_mill: 'B' } } }
    const decider = offerDecider(LIMITS)
    expect(decider.decide(closedCircle.offer(), setLine('ANNE', 1), stranger)).toMatchObject({ code: 'membership-required' })
    expect(decider.decide(closedCircle.offer(), setLine('ANNE', 1), member).refused).toBeUndefined()
  })

  it('is not there in another session', () => {
    const loaves = listedOffer(8)
    expect(loaves.refusedAt(0, { type: 'SetLine', sessionId: 'ses_OTHER', orderId: 'ord_A', memberId: 'mbr_A', qtyB: 1 })).toMatchObject({
      code: 'not-found',
    })
  })

  it('takes no claim beyond the most that one offer keeps', () => {
    const decider = offerDecider({ ...LIMITS, claimsPerOffer: 2 })
    const loaves = listedOffer(8)
    loaves.given(0, setLine('A', 1))
    loaves.given(0, setLine('B', 1))
    expect(decider.decide(loaves.offer(), setLine('C', 1), contextAt(at(1), 9))).toMatchObject({ code: 'offer-full' })
  })
})

describe('a hold that ends', () => {
  it('[market 2] is free in the decision of the next one, although no timer ran', () => {
    const loaf = listedOffer(1)
    loaf.given(0, setLine('ANNE', 1))
    expect(loaf.refusedAt(19.99, setLine('BASILE', 1))).toMatchObject({ code: 'insufficient-stock', figures: { availableB: 0 } })
    expect(typesOf(loaf.set(20, 'BASILE', 1))).toEqual(['HoldExpired', 'StockHeld', 'OfferStockChanged'])
    expect(loaf.refusedAt(20.1, { type: 'PinClaim', orderId: 'ord_ANNE', qtyB: 1, askedAt: at(20.1) })).toMatchObject({
      code: 'insufficient-stock',
      figures: { availableB: 0 },
    })
  })

  it('frees by its timer, and asks to be woken at the earliest end', () => {
    const decider = offerDecider(LIMITS)
    const loaves = listedOffer(8)
    loaves.given(0, setLine('ANNE', 1))
    loaves.given(5, setLine('BASILE', 1))
    expect(decider.nextDue?.(loaves.offer())).toBe(at(20))
    expect(typesOf(loaves.when(20, { type: 'Tick' }))).toEqual(['HoldExpired', 'OfferStockChanged'])
    expect(decider.nextDue?.(loaves.offer())).toBe(at(25))
    expect(typesOf(loaves.when(20, { type: 'Tick' }))).toEqual([])
  })

  it('is not taken again by the same member for a minute', () => {
    const loaves = listedOffer(8)
    loaves.given(0, setLine('ANNE', 1))
    expect(loaves.refusedAt(20.5, setLine('ANNE', 1))).toMatchObject({ code: 'hold-cooldown', figures: { until: at(21) } })
    loaves.given(20.5, { type: 'Tick' })
    expect(loaves.refusedAt(20.9, setLine('ANNE', 1))).toMatchObject({ code: 'hold-cooldown' })
    loaves.given(21, setLine('ANNE', 1))
    expect(loaves.claim('ANNE')).toMatchObject({ expiresAt: at(41) })
  })

  it('gives no fresh minutes to whoever lets go and takes again', () => {
    const loaves = listedOffer(8)
    loaves.given(0, setLine('ANNE', 1))
    loaves.given(15, setLine('ANNE', 0))
    loaves.given(15.5, setLine('ANNE', 2))
    expect(loaves.claim('ANNE')).toMatchObject({ firstAt: at(0), expiresAt: at(20) })
  })

  it('[market 6] ends with the producer’s closing, which no new hold outlives', () => {
    const loaves = listedOffer(8)
    loaves.given(MINUTES_OPEN - 5, setLine('ANNE', 1))
    expect(loaves.claim('ANNE')?.expiresAt).toBe(CLOSES)
    expect(loaves.refusedAt(MINUTES_OPEN, setLine('BASILE', 1))).toMatchObject({ code: 'producer-closed' })
    // Confirmed in time, decided late: the claim is still there.
    const asked = at(MINUTES_OPEN - 0.001)
    expect(typesOf(loaves.when(MINUTES_OPEN + 0.05, { type: 'PinClaim', orderId: 'ord_ANNE', qtyB: 1, askedAt: asked }))).toEqual([
      'ClaimPinned',
      'OfferStockChanged',
    ])
    expect(loaves.refusedAt(MINUTES_OPEN + 0.05, { type: 'PinClaim', orderId: 'ord_B', qtyB: 1, askedAt: CLOSES })).toMatchObject({
      code: 'producer-closed',
    })
  })

  it('closes the offer five seconds after the closing and lets the last holds go', () => {
    const decider = offerDecider(LIMITS)
    const loaves = listedOffer(8)
    loaves.given(MINUTES_OPEN - 5, setLine('ANNE', 1))
    expect(decider.nextDue?.(loaves.offer())).toBe(endsAt(loaves.offer()))
    expect(typesOf(loaves.when(MINUTES_OPEN + 0.1, { type: 'Tick' }))).toEqual(['HoldExpired', 'OfferClosed', 'OfferStockChanged'])
    expect(decider.nextDue?.(loaves.offer())).toBeUndefined()
  })
})

describe('extending', () => {
  it('gives as many minutes again, twice, and then says so', () => {
    const loaves = listedOffer(8)
    loaves.given(0, setLine('ANNE', 1))
    const extend = { type: 'ExtendHold', orderId: 'ord_ANNE' } as const
    expect(loaves.given(10, extend).reply).toMatchObject({ claim: { expiresAt: at(40), extensions: 1 } })
    expect(loaves.given(30, extend).reply).toMatchObject({ claim: { expiresAt: at(60), extensions: 2 } })
    expect(loaves.refusedAt(50, extend)).toMatchObject({ code: 'no-extension-left', figures: { most: 2 } })
    expect(loaves.refusedAt(60, extend)).toMatchObject({ code: 'wrong-state' })
  })

  it('never reaches beyond the longest hold or the closing', () => {
    const loaves = listedOffer(8, { terms: { maxExtensions: 9, maxHoldMin: 30 } })
    loaves.given(0, setLine('ANNE', 1))
    const extend = { type: 'ExtendHold', orderId: 'ord_ANNE' } as const
    expect(loaves.given(10, extend).reply).toMatchObject({ claim: { expiresAt: at(30) } })
    expect(loaves.refusedAt(20, extend)).toMatchObject({ code: 'max-hold-reached' })
  })
})

describe('a confirmed claim', () => {
  const confirmed = (allocatedB: number, qtyB: number) => {
    const loaves = listedOffer(allocatedB)
    loaves.given(0, setLine('ANNE', qtyB))
    loaves.given(1, { type: 'PinClaim', orderId: 'ord_ANNE', qtyB, askedAt: at(1) })
    loaves.given(1, { type: 'ConfirmClaim', orderId: 'ord_ANNE' })
    return loaves
  }

  it('[market 7] is raised only if there is enough, keeps the old quantity otherwise, and frees when lowered', () => {
    const loaves = confirmed(4, 3)
    expect(loaves.refusedAt(2, setLine('ANNE', 5))).toMatchObject({ code: 'insufficient-stock', figures: { availableB: 1 } })
    expect(loaves.claim('ANNE')).toMatchObject({ state: 'confirmed', qtyB: 3 })
    expect(typesOf(loaves.set(2, 'ANNE', 1))).toEqual(['ClaimAmended', 'OfferStockChanged'])
    expect(loaves.stock(2)).toMatchObject({ availableB: 3, confirmedB: 1 })
  })

  it('never expires, and neither does a pinned one', () => {
    const loaves = confirmed(4, 3)
    loaves.given(2, setLine('BASILE', 1))
    loaves.given(2, { type: 'PinClaim', orderId: 'ord_BASILE', qtyB: 1, askedAt: at(2) })
    loaves.given(5_000, { type: 'Tick' })
    expect(loaves.stock(5_000)).toMatchObject({ confirmedB: 3, pinnedB: 1, availableB: 0 })
    expect(loaves.refusedAt(5_000, setLine('BASILE', 2))).toMatchObject({ code: 'order-busy' })
  })

  it('is held again, with a little time at least, when the confirmation does not go through', () => {
    const loaves = listedOffer(8)
    loaves.given(0, setLine('ANNE', 1))
    loaves.given(19.9, { type: 'PinClaim', orderId: 'ord_ANNE', qtyB: 1, askedAt: at(19.9) })
    expect(typesOf(loaves.when(20.5, { type: 'UnpinClaim', orderId: 'ord_ANNE' }))).toEqual(['ClaimUnpinned', 'OfferStockChanged'])
    expect(loaves.claim('ANNE')).toMatchObject({ state: 'held', expiresAt: at(22.5) })
  })
})

describe('the seller', () => {
  it('never allocates less than is claimed, nor raises a price once something is', () => {
    const loaves = listedOffer(8)
    loaves.given(0, { type: 'AdjustOffer', priceC: 500 })
    loaves.given(0, setLine('ANNE', 3))
    expect(loaves.refusedAt(1, { type: 'AdjustOffer', allocatedB: 2 })).toMatchObject({ code: 'below-claimed', figures: { claimedB: 3 } })
    expect(loaves.refusedAt(1, { type: 'AdjustOffer', priceC: 600 })).toMatchObject({ code: 'price-raise-locked' })
    expect(typesOf(loaves.given(1, { type: 'AdjustOffer', allocatedB: 3, priceC: 400 }))).toEqual([
      'OfferStockSet',
      'OfferRepriced',
      'OfferStockChanged',
    ])
  })

  it('lists in whole steps, in time, and twice without a twin', () => {
    const decider = offerDecider(LIMITS)
    const list = (command: ReturnType<typeof listing>, minutes: number) => decider.decide(null, command, contextAt(at(minutes), 0))
    expect(list(listing(1_100, { item: CARROTS }), 0)).toMatchObject({ code: 'off-step' })
    expect(list(listing(8), MINUTES_OPEN)).toMatchObject({ code: 'producer-closed' })
    expect(list({ ...listing(8), leadH: 24 * 14, nextSessionId: 'ses_NEXT' }, 0)).toMatchObject({
      code: 'lead-time',
      figures: { nextSessionId: 'ses_NEXT' },
    })
    const loaves = listedOffer(8)
    expect(typesOf(loaves.when(0, listing(12)))).toEqual(['OfferStockSet', 'OfferStockChanged'])
  })

  it('pauses: no new holds, what is held stays', () => {
    const loaves = listedOffer(8)
    loaves.given(0, setLine('ANNE', 2))
    loaves.given(1, { type: 'PauseOffer' })
    expect(loaves.refusedAt(2, setLine('BASILE', 1))).toMatchObject({ code: 'wrong-state', figures: { state: 'paused' } })
    loaves.given(2, setLine('ANNE', 1))
    loaves.given(3, { type: 'ResumeOffer' })
    loaves.given(4, setLine('BASILE', 1))
  })

  it('gives everything back when the session is cancelled, also what is being confirmed at that moment', () => {
    const loaves = listedOffer(8)
    loaves.given(0, setLine('ANNE', 2))
    loaves.given(0, setLine('BASILE', 1))
    loaves.given(1, { type: 'PinClaim', orderId: 'ord_BASILE', qtyB: 1, askedAt: at(1) })
    expect(typesOf(loaves.when(2, { type: 'WithdrawOffer' }))).toEqual(['ClaimReleased', 'OfferWithdrawn', 'OfferStockChanged'])
    expect(loaves.refusedAt(3, setLine('ANNE', 1))).toMatchObject({ code: 'session-not-open' })
    expect(typesOf(loaves.when(3, { type: 'ConfirmClaim', orderId: 'ord_BASILE' }))).toEqual([
      'ClaimConfirmed',
      'ClaimReleased',
      'OfferStockChanged',
    ])
    expect(allClaims(loaves.offer().claims)).toEqual([])
  })
})
