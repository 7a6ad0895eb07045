import { HOUR, plusMs } from '@filature/kernel/instant'
import { describe, expect, it } from 'vitest'
import { blankLot, eventTypes, notices, publishedLot, receivedLot } from '../testing/lot-scenario.ts'
import { boards, DOORS, holdOf, POLICY, person, ROLL, START } from '../testing/samples.ts'

const doors = (qty: number) => ({ ...DOORS, qty })

describe('holding a part of a lot', () => {
  it('[materials 1] of 5 held one by one by 50, five are held and 45 are told that nothing is left', () => {
    const lot = publishedLot(doors(5))
    const decisions = Array.from({ length: 50 }, (_, index) => lot.when(holdOf(`hld_${index}`, 1)))
    expect(decisions.filter((decision) => decision.refused !== true).length).toBe(5)
    expect(decisions.filter((decision) => decision.refused === true && decision.code === 'insufficient-stock').length).toBe(45)
    expect(lot.stock()).toMatchObject({ available: 0, held: 5 })
  })

  it('[materials 2] the same hold again changes nothing and answers the same', () => {
    const lot = publishedLot(doors(5))
    const first = lot.when(holdOf('hld_a', 2))
    const second = lot.when(holdOf('hld_a', 2), HOUR)
    expect(eventTypes(first)).toEqual(['LotHeld'])
    expect(eventTypes(second)).toEqual([])
    expect(second.refused !== true && second.reply).toEqual(first.refused !== true && first.reply)
  })

  it('[materials 3] boards are held whole: 70,000 of boards of 29,700 is refused with 59,400 and 89,100', () => {
    const lot = publishedLot(boards(30))
    expect(lot.when(holdOf('hld_a', 70_000))).toMatchObject({ code: 'granularity', figures: { nearest: [59_400, 89_100] } })
    expect(eventTypes(lot.when(holdOf('hld_a', 59_400)))).toEqual(['LotHeld'])
  })

  it('[materials 4] a roll is not cut down to a useless rest: 85,000 is refused, 80,000 or all of it is held', () => {
    expect(publishedLot(ROLL).when(holdOf('hld_a', 85_000))).toMatchObject({
      code: 'remainder-too-small',
      figures: { nearest: [80_000, 100_000], remainder: 15_000 },
    })
    expect(eventTypes(publishedLot(ROLL).when(holdOf('hld_a', 80_000)))).toEqual(['LotHeld'])
    expect(eventTypes(publishedLot(ROLL).when(holdOf('hld_a', 100_000)))).toEqual(['LotHeld'])
  })

  it('[materials 6] with the timer stopped, an expired hold is free for the next one, and freed in the same write', () => {
    const lot = publishedLot(doors(4))
    lot.given(holdOf('hld_old', 4))
    expect(lot.when(holdOf('hld_new', 4), 48 * HOUR - 1)).toMatchObject({ code: 'insufficient-stock' })
    const decision = lot.when(holdOf('hld_new', 4), 48 * HOUR)
    expect(eventTypes(decision)).toEqual(['HoldReleased', 'LotHeld'])
    expect(notices(decision)).toEqual(['hold-expired', 'lot-held'])
    expect(lot.lot().holds.map(({ holdId }) => holdId)).toEqual(['hld_new'])
  })

  it('[materials 9] whose own hold just ran out cannot take the lot again at once, even before the timer has run', () => {
    const lot = publishedLot(doors(4))
    lot.given(holdOf('hld_old', 1, { holder: person('mbr_a') }))
    const again = holdOf('hld_again', 1, { holder: person('mbr_a') })
    expect(lot.when(again, 49 * HOUR)).toMatchObject({ code: 'rehold-cooldown', figures: { until: plusMs(START, 72 * HOUR) } })
    expect(eventTypes(lot.when(holdOf('hld_other', 4), 49 * HOUR))).toEqual(['HoldReleased', 'LotHeld'])
  })

  it('is told to the holder, with all that the message needs', () => {
    const decision = publishedLot(doors(4)).when(holdOf('hld_a', 2, { holder: person('mbr_a') }))
    const asked = decision.refused !== true ? decision.events.find(({ type }) => type === 'NotificationAsked') : undefined
    expect(asked?.data).toMatchObject({
      notification: {
        key: 'lot-held',
        recipients: ['mbr_a'],
        params: { qty: 2, unit: 'piece', designation: DOORS.designation, expiresAt: plusMs(START, 48 * HOUR) },
        dedupeKey: 'lot-held/hld_a/',
      },
    })
  })

  it('is refused for a lot that is not published, withdrawn, or for competent organisations only', () => {
    expect(receivedLot(DOORS).when(holdOf('hld_a', 1))).toMatchObject({ code: 'not-published' })
    const withdrawn = publishedLot(DOORS).given({ type: 'WithdrawLot', reason: 'tri' })
    expect(withdrawn.when(holdOf('hld_a', 1))).toMatchObject({ code: 'not-published' })
    const restricted = receivedLot(DOORS).given({ type: 'PublishLot', restricted: true })
    expect(restricted.when(holdOf('hld_a', 1))).toMatchObject({ code: 'restricted-lot' })
    expect(eventTypes(restricted.when(holdOf('hld_a', 1, { competent: true })))).toEqual(['LotHeld'])
    expect(blankLot().when(holdOf('hld_a', 1))).toMatchObject({ code: 'not-found' })
  })

  it('is refused as busy when the lot has its most holds', () => {
    const lot = publishedLot(doors(300))
    for (let index = 0; index < POLICY.holdsPerLot; index += 1) lot.given(holdOf(`hld_${index}`, 1))
    expect(lot.when(holdOf('hld_more', 1))).toMatchObject({ code: 'lot-busy', figures: { holdsMost: 200 } })
  })

  it('of a lot to come has no countdown yet', () => {
    const window = { from: '2030-03-20', to: '2030-03-28' }
    const lot = blankLot().given({ type: 'PlanFutureLot', lot: DOORS, window }).given({ type: 'PublishLot', restricted: false })
    lot.given(holdOf('hld_a', 8))
    expect(lot.lot()).toMatchObject({
      stage: 'future',
      publication: 'published',
      window,
      holds: [{ kind: 'pre', expiresAt: null, warnAt: [] }],
    })
    expect(lot.when(holdOf('hld_b', 3), 1_000 * HOUR)).toMatchObject({ code: 'insufficient-stock', figures: { available: 2 } })
  })
})

describe('the life of a hold', () => {
  const held = () => publishedLot(doors(4)).given(holdOf('hld_a', 3))

  it('is extended once, from its own end', () => {
    const lot = held().given({ type: 'ExtendHold', holdId: 'hld_a' }, 10 * HOUR)
    expect(lot.lot().holds[0]).toMatchObject({ expiresAt: plusMs(START, 96 * HOUR), extensions: 1 })
    expect(lot.when({ type: 'ExtendHold', holdId: 'hld_a' }, 11 * HOUR)).toMatchObject({ code: 'extension-used' })
  })

  it('ends at its instant: neither extended, confirmed nor released from then on', () => {
    for (const command of [
      { type: 'ExtendHold', holdId: 'hld_a' } as const,
      { type: 'ConfirmHold', holdId: 'hld_a', until: plusMs(START, 90 * HOUR) } as const,
      { type: 'ReleaseHold', holdId: 'hld_a', why: 'user' } as const,
    ]) {
      expect(held().when(command, 48 * HOUR)).toMatchObject({ code: 'hold-ended' })
      expect(held().when(command, 48 * HOUR - 1).refused).toBeUndefined()
    }
  })

  it('warns a day and two hours before its end, each once, then ends by the timer with a cooldown', () => {
    const lot = held()
    expect(decisionAt(lot, 23)).toEqual([])
    expect(decisionAt(lot, 24)).toEqual(['hold-expiring'])
    expect(decisionAt(lot, 25)).toEqual([])
    expect(decisionAt(lot, 46)).toEqual(['hold-expiring'])
    const ended = lot.when({ type: 'ExpireHolds' }, 48 * HOUR)
    expect(ended.refused !== true && ended.events.at(-1)).toMatchObject({
      type: 'HoldReleased',
      data: { why: 'expired', endedAt: plusMs(START, 48 * HOUR), cooldownUntil: plusMs(START, 72 * HOUR) },
    })
    expect(lot.stock()).toMatchObject({ available: 4, held: 0 })
  })

  const decisionAt = (lot: ReturnType<typeof held>, hours: number) => notices(lot.when({ type: 'ExpireHolds' }, hours * HOUR))

  it('warns only once when the timer was away for both moments', () => {
    expect(notices(held().when({ type: 'ExpireHolds' }, 47 * HOUR))).toEqual(['hold-expiring'])
  })

  it('released by the user is free at once and brings no cooldown', () => {
    const lot = held()
    const decision = lot.when({ type: 'ReleaseHold', holdId: 'hld_a', why: 'user' }, HOUR)
    expect(decision.refused !== true && decision.events.at(-1)?.data).toMatchObject({ why: 'user', cooldownUntil: null })
    expect(lot.stock().available).toBe(4)
  })

  it('a confirmed hold that is not fetched is a no-show, without cooldown', () => {
    const lot = held().given({ type: 'ConfirmHold', holdId: 'hld_a', until: plusMs(START, 100 * HOUR) }, HOUR)
    expect(lot.when({ type: 'ExpireHolds' }, 99 * HOUR)).toMatchObject({ events: [] })
    const decision = lot.when({ type: 'ExpireHolds' }, 100 * HOUR)
    expect(decision.refused !== true && decision.events.at(-1)?.data).toMatchObject({ why: 'no-show', cooldownUntil: null })
  })

  it('an extended hold is warned again before its new end', () => {
    const lot = held()
    lot.when({ type: 'ExpireHolds' }, 46 * HOUR)
    lot.given({ type: 'ExtendHold', holdId: 'hld_a' }, 47 * HOUR)
    expect(decisionAt(lot, 72)).toEqual(['hold-expiring'])
  })
})
