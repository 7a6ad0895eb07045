import { systemActor } from '@filature/kernel/actor'
import { type Instant, parseInstant, plusMs } from '@filature/kernel/instant'
import { describe, expect, it } from 'vitest'
import { type BookableSlot, type BookSlot, freePlaces, type ReleaseSlot, type SlotBook, slotBookDecider } from './slot-book.ts'

const START: Instant = parseInstant('2030-03-13T16:00:00Z')
const HALF_HOUR = 1_800_000
const slots: BookableSlot[] = ['17:00', '17:30', '18:00', '18:30', '19:00'].map((time, index) => ({
  id: time,
  startsAt: plusMs(START, index * HALF_HOUR),
  endsAt: plusMs(START, (index + 1) * HALF_HOUR),
  capacity: 1,
}))
const book = (orderId: string, slotId: string): BookSlot => ({
  type: 'BookSlot',
  hubId: 'hub_1',
  sessionId: 'ses_1',
  pointId: 'pkp_1',
  slots,
  slotId,
  orderId,
})

function after(...commands: readonly (BookSlot | ReleaseSlot)[]) {
  let state: SlotBook | null = null
  const decide = (command: BookSlot | ReleaseSlot) =>
    slotBookDecider.decide(state, command, { now: START, actor: systemActor('test'), id: 'slb_1', idempotencyKey: undefined, version: 0 })
  for (const command of commands) {
    const decision = decide(command)
    if (decision.refused === true) throw new Error(decision.code)
    for (const event of decision.events) state = slotBookDecider.evolve(state, event)
  }
  return { decide, free: () => slots.map((slot) => freePlaces(state, slot)) }
}

describe('places of a slot', () => {
  it('are given once each, and a full slot names the three nearest that are not', () => {
    const given = after(book('ord_A', '18:00'), book('ord_B', '18:30'))
    expect(given.free()).toEqual([1, 1, 0, 0, 1])
    expect(given.decide(book('ord_C', '18:00'))).toMatchObject({
      code: 'slot-full',
      figures: { alternatives: [{ slotId: '17:30' }, { slotId: '17:00' }, { slotId: '19:00' }] },
    })
  })

  it('are one per order: booking another moves it, booking the same again changes nothing', () => {
    expect(after(book('ord_A', '18:00'), book('ord_A', '18:00')).free()).toEqual([1, 1, 0, 1, 1])
    expect(after(book('ord_A', '18:00'), book('ord_A', '17:00')).free()).toEqual([0, 1, 1, 1, 1])
  })

  it('come back when they are given back, and giving back what is not booked is no matter', () => {
    const release: ReleaseSlot = { type: 'ReleaseSlot', orderId: 'ord_A' }
    expect(after(release, book('ord_A', '18:00'), release, release).free()).toEqual([1, 1, 1, 1, 1])
  })

  it('are refused where there is no such slot', () => {
    expect(after().decide(book('ord_A', '23:00'))).toMatchObject({ code: 'slot-unknown' })
  })
})
