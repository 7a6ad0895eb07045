import { systemActor } from '@filature/kernel/actor'
import { describe, expect, it } from 'vitest'
import { person, START } from '../testing/samples.ts'
import { holdIdOf, isSettled, type Reservation, type ReservationCommand, reservationIdOf, reservationProcess } from './reservation.ts'

const terms = { holdMs: 1_000, caps: { holds: 5, massG: 1 }, massG: 1, competent: false }
const place = (qty: number): ReservationCommand => ({
  type: 'PlaceReservation',
  request: { holder: person('mbr_a'), lotId: 'lot_1', qty },
  terms,
})
const refusal = { code: 'insufficient-stock', figures: { available: 3 } }
const reply = { holdId: 'hld_X', qty: 2, kind: 'held', expiresAt: START, createdAt: START, extensions: 0, available: 3 } as const

function reservation() {
  let state: Reservation | null = null
  const when = (command: ReservationCommand) => {
    const context = { now: START, actor: systemActor('test'), id: 'rsv_X', idempotencyKey: undefined, version: 0 }
    const decision = reservationProcess.decide(state, command, context)
    if (decision.refused !== true) for (const event of decision.events) state = reservationProcess.evolve(state, event)
    return decision
  }
  return {
    when,
    state: () => state,
    steps: () => reservationProcess.next(state, 'rsv_X').map(({ key, to, command }) => [key, to, command.type]),
  }
}

describe('a reservation of one lot', () => {
  it('claims the quota, then holds the lot, then is done', () => {
    const { when, steps, state } = reservation()
    when(place(2))
    expect(steps()).toEqual([['claim-1', 'quota', 'ClaimQuota']])
    when({ type: 'TellClaim', attempt: 1, answer: { version: 1 } })
    expect([steps(), isSettled(state())]).toEqual([[['hold-1', 'lot', 'HoldLot']], false])
    when({ type: 'TellHold', attempt: 1, answer: { version: 7, reply } })
    expect([steps(), state()]).toMatchObject([[], { phase: 'held', open: true, version: 7, reply, holdId: 'hld_X' }])
  })

  it('gives the quota back when the lot refuses, and the person already has the answer', () => {
    const { when, steps, state } = reservation()
    when(place(2))
    when({ type: 'TellClaim', attempt: 1, answer: { version: 1 } })
    when({ type: 'TellHold', attempt: 1, answer: { version: 7, refusal } })
    expect([steps(), isSettled(state())]).toEqual([[['free-1', 'quota', 'FreeQuota']], true])
    when({ type: 'TellFreed', attempt: 1 })
    expect([steps(), state()]).toMatchObject([[], { phase: 'refused', open: false, refusal }])
  })

  it('never asks the lot when the quota is full', () => {
    const { when, steps, state } = reservation()
    when(place(2))
    when({ type: 'TellClaim', attempt: 1, answer: { version: 1, refusal: { code: 'quota-exceeded', figures: {} } } })
    expect([steps(), state()]).toMatchObject([[], { phase: 'refused' }])
  })

  it('[materials 2] the same key is the same request: again changes nothing, another quantity is a mismatch', () => {
    const { when } = reservation()
    when(place(2))
    expect(when(place(2))).toMatchObject({ events: [] })
    expect(when(place(3))).toMatchObject({ code: 'idempotency-mismatch' })
  })

  it('a refused one may be tried again under its key, with what is left; late news of the first try is ignored', () => {
    const { when, steps, state } = reservation()
    when(place(5))
    when({ type: 'TellClaim', attempt: 1, answer: { version: 1, refusal: { code: 'quota-exceeded', figures: {} } } })
    when(place(3))
    expect(steps()).toEqual([['claim-2', 'quota', 'ClaimQuota']])
    expect(when({ type: 'TellClaim', attempt: 1, answer: { version: 1 } })).toMatchObject({ events: [] })
    expect(state()).toMatchObject({ attempt: 2, phase: 'claiming', request: { qty: 3 } })
  })

  it('ends once, with what ended it', () => {
    const { when, state } = reservation()
    when(place(2))
    when({ type: 'TellClaim', attempt: 1, answer: { version: 1 } })
    when({ type: 'TellHold', attempt: 1, answer: { version: 7, reply } })
    when({ type: 'EndReservation', why: 'expired' })
    expect(when({ type: 'EndReservation', why: 'user' })).toMatchObject({ events: [] })
    expect(state()).toMatchObject({ phase: 'ended', open: false, endedWhy: 'expired' })
  })

  it('and its hold are found from each other', () => {
    expect([holdIdOf('rsv_7K'), reservationIdOf('hld_7K')]).toEqual(['hld_7K', 'rsv_7K'])
  })
})
