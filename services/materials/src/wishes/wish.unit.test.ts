import { DAY, HOUR, plusMs } from '@filature/kernel/instant'
import { describe, expect, it } from 'vitest'
import { eventTypes, type LotScenario, notices, publishedLot, receivedLot } from '../testing/lot-scenario.ts'
import { boards, DOORS, holdOf, POLICY, person, ROLL, START, wishOf } from '../testing/samples.ts'
import { inLine, offerOn, rankOf, waitingFor } from './queue.ts'

const doors = (qty: number) => ({ ...DOORS, qty })
const line = (lot: LotScenario) => inLine(lot.lot()).map(({ wishId }) => wishId)
const offerTo = (lot: LotScenario, wishId: string) => offerOn(lot.lot(), wishId)
const release = (holdId: string) => ({ type: 'ReleaseHold', holdId, why: 'user' }) as const
const decline = (wishId: string) => ({ type: 'DeclineOffer', wishId }) as const

/** One door, held; two wait for it. */
const queueOfTwo = () =>
  publishedLot(doors(1))
    .given(holdOf('hld_a', 1))
    .given(wishOf('wsh_1', 1), HOUR)
    .given(wishOf('wsh_2', 1), 2 * HOUR)

describe('the waiting list of a lot', () => {
  it('[materials 7] what comes free is offered to the first for 24 h in the same write; a stranger gets nothing; declined, the next is offered', () => {
    const roll = publishedLot(ROLL).given(holdOf('hld_a', 100_000)).given(wishOf('wsh_1', 100_000)).given(wishOf('wsh_2', 80_000))
    const freed = roll.when(release('hld_a'), HOUR)
    expect(eventTypes(freed)).toEqual(['HoldReleased', 'WishOffered'])
    expect(notices(freed)).toEqual(['lot-offered'])
    expect(offerTo(roll, 'wsh_1')).toMatchObject({ kind: 'offered', qty: 100_000, expiresAt: plusMs(START, 25 * HOUR) })
    expect(roll.when(holdOf('hld_stranger', 10_000), HOUR)).toMatchObject({ code: 'insufficient-stock', figures: { available: 0 } })
    expect(eventTypes(roll.when(decline('wsh_1'), 2 * HOUR))).toEqual(['OfferEnded', 'WishClosed', 'WishOffered'])
    expect(offerTo(roll, 'wsh_2')).toMatchObject({ qty: 80_000, expiresAt: plusMs(START, 26 * HOUR) })
    expect(roll.stock()).toMatchObject({ available: 20_000, held: 80_000 })
  })

  it('counts an offer in the stock like any hold, and says so to whoever gave the units back', () => {
    const lot = queueOfTwo()
    const freed = lot.when(release('hld_a'), 3 * HOUR)
    expect(freed.refused !== true && freed.reply).toMatchObject({ available: 0 })
    expect(lot.stock()).toMatchObject({ available: 0, held: 1 })
  })

  it('tells each their rank: the next is 1, and who has an offer stands in no line', () => {
    const lot = queueOfTwo()
    expect([rankOf(lot.lot(), 'wsh_1'), rankOf(lot.lot(), 'wsh_2')]).toEqual([1, 2])
    lot.given(release('hld_a'), 3 * HOUR)
    expect([rankOf(lot.lot(), 'wsh_1'), rankOf(lot.lot(), 'wsh_2')]).toEqual([null, 1])
    lot.given({ type: 'CloseWish', wishId: 'wsh_2' }, 4 * HOUR)
    expect(rankOf(lot.lot(), 'wsh_2')).toBeNull()
  })

  it('an offer that nobody answers ends after 24 h and goes to the next at once; who did not answer waits no longer', () => {
    const lot = queueOfTwo().given(release('hld_a'), 3 * HOUR)
    const ended = lot.when({ type: 'ExpireHolds' }, 27 * HOUR)
    expect(eventTypes(ended)).toEqual(['OfferEnded', 'WishClosed', 'WishOffered'])
    expect(notices(ended)).toEqual(['offer-ended', 'lot-offered'])
    expect(waitingFor(lot.lot()).map(({ wishId }) => wishId)).toEqual(['wsh_2'])
    // No cooldown and no strike: it never was their hold.
    lot.given(decline('wsh_2'), 28 * HOUR)
    expect(eventTypes(lot.when(holdOf('hld_late', 1, { holder: person('mbr_wsh_1') }), 28 * HOUR))).toEqual(['LotHeld'])
  })

  it('with the timer late, an expired hold goes to who waits, never to the stranger whose request came first', () => {
    const lot = queueOfTwo()
    expect(lot.when(holdOf('hld_stranger', 1), 48 * HOUR)).toMatchObject({ code: 'insufficient-stock' })
    expect(eventTypes(lot.when({ type: 'ExpireHolds' }, 48 * HOUR))).toEqual(['HoldReleased', 'WishOffered'])
    expect(offerTo(lot, 'wsh_1')).toBeDefined()
  })

  it('who waits is offered at once what is free already', () => {
    const lot = publishedLot(doors(4))
    expect(eventTypes(lot.when(wishOf('wsh_1', 3)))).toEqual(['WishPlaced', 'WishOffered'])
    expect(lot.stock()).toMatchObject({ available: 1, held: 3 })
  })

  it('a small wish passes a large one that the free units do not fill, and the large one keeps its rank', () => {
    const lot = publishedLot(doors(4)).given(holdOf('hld_a', 3)).given(holdOf('hld_b', 1))
    lot.given(wishOf('wsh_large', 4)).given(wishOf('wsh_small', 1)).given(release('hld_b'))
    expect(offerTo(lot, 'wsh_small')).toMatchObject({ qty: 1 })
    expect(rankOf(lot.lot(), 'wsh_large')).toBe(1)
  })

  it('offers a part to who said that a part will do, cut as the lot is sold', () => {
    const lot = publishedLot(boards(4))
      .given(holdOf('hld_a', 2 * 29_700))
      .given(holdOf('hld_b', 2 * 29_700))
    lot.given(wishOf('wsh_1', 3 * 29_700, { minQty: 29_700 })).given(release('hld_b'))
    expect(offerTo(lot, 'wsh_1')).toMatchObject({ qty: 2 * 29_700 })
  })

  it('reaches several who wait when enough comes free', () => {
    const lot = publishedLot(doors(3)).given(holdOf('hld_a', 3))
    for (const wishId of ['wsh_1', 'wsh_2', 'wsh_3', 'wsh_4']) lot.given(wishOf(wishId, 1))
    lot.given(release('hld_a'))
    expect(line(lot)).toEqual(['wsh_4'])
    expect(lot.lot().holds.map(({ wishId }) => wishId)).toEqual(['wsh_1', 'wsh_2', 'wsh_3'])
  })

  it('also offers what is found by a count, what a clerk publishes again, and what a cut sets free', () => {
    const found = queueOfTwo()
    expect(eventTypes(found.when({ type: 'AdjustLot', delta: 1, reason: 'found', note: null, cutHolds: false }))).toEqual([
      'LotAdjusted',
      'WishOffered',
    ])
    const cut = publishedLot(boards(2))
      .given(holdOf('hld_a', 2 * 29_700))
      .given(wishOf('wsh_1', 29_700))
    expect(eventTypes(cut.when({ type: 'AdjustLot', delta: -100, reason: 'damage', note: null, cutHolds: true }))).toEqual([
      'HoldCut',
      'LotAdjusted',
    ])
    expect(cut.stock().available).toBe(29_600)
  })

  it('a part of an offer that a cut takes away puts its wish back in the line, at its old rank', () => {
    const lot = queueOfTwo().given(release('hld_a'), 3 * HOUR)
    lot.given({ type: 'AdjustLot', delta: -1, reason: 'damage', note: null, cutHolds: true }, 4 * HOUR)
    expect(waitingFor(lot.lot())).toEqual([])
    const more = publishedLot(doors(2)).given(holdOf('hld_a', 1)).given(holdOf('hld_b', 1)).given(wishOf('wsh_1', 1))
    more.given(release('hld_b')).given({ type: 'AdjustLot', delta: -1, reason: 'damage', note: null, cutHolds: true })
    expect(rankOf(more.lot(), 'wsh_1')).toBe(1)
  })

  it('ends, and says so, when nothing of the lot will come back', () => {
    const lot = queueOfTwo()
    const gone = lot.when(
      {
        type: 'RecordPickup',
        holdId: 'hld_a',
        slipId: 'slp_1',
        qty: 1,
        massG: null,
        unitCents: null,
        destination: { kind: 'member', siret: null, insee: null, worksiteId: null, km: null },
        vehicle: 'tr-van-diesel',
      },
      3 * HOUR,
    )
    expect(eventTypes(gone)).toEqual(['LotPickedUp', 'WishClosed', 'WishClosed'])
    expect(notices(gone)).toEqual(['wish-lot-gone', 'wish-lot-gone'])
    expect(lot.when(wishOf('wsh_late', 1), 4 * HOUR)).toMatchObject({ code: 'lot-closed' })
  })

  it('lasts half a year at most', () => {
    const lot = publishedLot(doors(1))
      .given(holdOf('hld_a', 1))
      .given({ type: 'ConfirmHold', holdId: 'hld_a', until: plusMs(START, 300 * DAY) })
    lot.given(wishOf('wsh_1', 1))
    expect(eventTypes(lot.when({ type: 'ExpireHolds' }, 180 * DAY))).toEqual(['WishClosed'])
    expect(waitingFor(lot.lot())).toEqual([])
  })

  it('holds a member once, a lot’s most members, and no quantity that the whole lot could not give', () => {
    const lot = queueOfTwo()
    expect(lot.when(wishOf('wsh_again', 1, { holder: person('mbr_wsh_2') }))).toMatchObject({
      code: 'already-waiting',
      figures: { wishId: 'wsh_2', rank: 2 },
    })
    expect(eventTypes(lot.when(wishOf('wsh_2', 1)))).toEqual([])
    for (let index = 3; index <= POLICY.waitersPerLot; index += 1) lot.given(wishOf(`wsh_${index}`, 1))
    expect(lot.when(wishOf('wsh_more', 1))).toMatchObject({ code: 'wish-limit', figures: { limit: 'lot', wishesMost: 100 } })
    expect(lot.when(wishOf('wsh_much', 2, { holder: person('mbr_x') }))).toMatchObject({ code: 'wish-limit' })
    expect(publishedLot(doors(1)).when(wishOf('wsh_1', 2))).toMatchObject({ code: 'insufficient-stock' })
    expect(publishedLot(boards(3)).when(wishOf('wsh_1', 70_000))).toMatchObject({
      code: 'granularity',
      figures: { nearest: [59_400, 89_100] },
    })
    expect(receivedLot(DOORS).when(wishOf('wsh_1', 1))).toMatchObject({ code: 'not-published' })
  })
})

describe('an offer', () => {
  const offered = () => queueOfTwo().given(release('hld_a'), 3 * HOUR)
  const accepting = (qty = 1) => holdOf('hld_yes', qty, { holder: person('mbr_wsh_1') })

  it('becomes an ordinary hold when its holder takes it, and the wish is filled', () => {
    const lot = offered()
    expect(eventTypes(lot.when(accepting(), 26 * HOUR))).toEqual(['LotHeld', 'WishFilled'])
    expect(lot.lot().holds).toMatchObject([
      { holdId: 'hld_yes', kind: 'held', expiresAt: plusMs(START, 74 * HOUR), warnAt: [{}, {}].map(() => expect.any(String)) },
    ])
    expect(line(lot)).toEqual(['wsh_2'])
  })

  it('is over at its instant: who comes later finds it with the next', () => {
    const lot = offered()
    expect(lot.when(accepting(), 27 * HOUR)).toMatchObject({ code: 'insufficient-stock' })
    expect(lot.when(decline('wsh_1'), 27 * HOUR)).toMatchObject({ code: 'offer-ended' })
  })

  it('is neither extended, confirmed, given back nor fetched as long as it is not accepted', () => {
    const lot = offered()
    const holdId = offerTo(lot, 'wsh_1')?.holdId ?? ''
    for (const command of [
      { type: 'ExtendHold', holdId } as const,
      { type: 'ConfirmHold', holdId, until: plusMs(START, 90 * HOUR) } as const,
      { type: 'ReleaseHold', holdId, why: 'user' } as const,
    ]) {
      expect(lot.when(command, 4 * HOUR)).toMatchObject({ code: 'wrong-state' })
    }
  })

  it('taken in part ends the wish, and the rest goes to the next', () => {
    const lot = publishedLot(doors(3)).given(holdOf('hld_a', 3)).given(wishOf('wsh_1', 3)).given(wishOf('wsh_2', 1)).given(release('hld_a'))
    const taken = lot.when(accepting(2))
    expect(eventTypes(taken)).toEqual(['LotHeld', 'WishFilled', 'WishOffered'])
    expect(taken.refused !== true && taken.reply).toMatchObject({ qty: 2, available: 0 })
    expect(waitingFor(lot.lot()).map(({ wishId }) => wishId)).toEqual(['wsh_2'])
  })

  it('of a part leaves the rest of the wish in the line, at its rank', () => {
    const lot = publishedLot(doors(3)).given(holdOf('hld_a', 2)).given(holdOf('hld_b', 1))
    lot
      .given(wishOf('wsh_1', 3, { minQty: 1 }))
      .given(wishOf('wsh_2', 1))
      .given(release('hld_a'))
      .given(accepting(2))
    expect(inLine(lot.lot())).toMatchObject([{ wishId: 'wsh_1', qty: 1, minQty: 1 }, { wishId: 'wsh_2' }])
  })
})

describe('extending a hold', () => {
  const held = () => publishedLot(doors(2)).given(holdOf('hld_a', 2))
  const extend = { type: 'ExtendHold', holdId: 'hld_a' } as const
  const answer = (granted: boolean) => ({ type: 'AnswerExtension', holdId: 'hld_a', granted }) as const

  it('[materials 8] nobody waits: 48 h more, once; somebody waits: the depot is asked', () => {
    const alone = held().given(extend, HOUR)
    expect(alone.lot().holds[0]).toMatchObject({ expiresAt: plusMs(START, 96 * HOUR), extensions: 1 })
    expect(alone.when(extend, 2 * HOUR)).toMatchObject({ code: 'extension-used' })
    const queued = held().given(wishOf('wsh_1', 1))
    const asked = queued.when(extend, HOUR)
    expect(eventTypes(asked)).toEqual(['ExtensionAsked'])
    expect(asked.refused !== true && asked.reply).toMatchObject({ extension: 'asked', expiresAt: plusMs(START, 48 * HOUR), extensions: 0 })
    expect(eventTypes(queued.when(extend, 2 * HOUR))).toEqual([])
  })

  it('is the depot’s to grant or to refuse, and is told to the holder', () => {
    const granted = held().given(wishOf('wsh_1', 1)).given(extend, HOUR)
    const yes = granted.when(answer(true), 2 * HOUR)
    expect([eventTypes(yes), notices(yes)]).toEqual([['HoldExtended'], ['hold-extended']])
    expect(granted.lot().holds[0]).toMatchObject({ expiresAt: plusMs(START, 96 * HOUR), extensions: 1 })
    expect(granted.lot().holds[0]?.extension).toBeUndefined()
    const denied = held().given(wishOf('wsh_1', 1)).given(extend, HOUR)
    const no = denied.when(answer(false), 2 * HOUR)
    expect([eventTypes(no), notices(no)]).toEqual([['ExtensionDenied'], ['extension-denied']])
    expect(denied.lot().holds[0]).toMatchObject({ expiresAt: plusMs(START, 48 * HOUR), extensions: 0 })
    expect(denied.when(extend, 3 * HOUR)).toMatchObject({ code: 'extension-denied' })
    expect(denied.when(answer(true), 3 * HOUR)).toMatchObject({ code: 'wrong-state' })
  })

  it('needs nobody’s word when only the holder waits for more, or when who waited has left', () => {
    const own = held().given(wishOf('wsh_own', 1, { holder: person('mbr_hld_a') }))
    expect(eventTypes(own.when(extend, HOUR))).toEqual(['HoldExtended'])
    const left = held()
      .given(wishOf('wsh_1', 1))
      .given(extend, HOUR)
      .given({ type: 'CloseWish', wishId: 'wsh_1' }, 2 * HOUR)
    expect(eventTypes(left.when(extend, 3 * HOUR))).toEqual(['HoldExtended'])
  })
})
