import { systemActor } from '@filature/kernel/actor'
import { MINUTE, plusMs } from '@filature/kernel/instant'
import { describe, expect, it } from 'vitest'
import { person, START } from '../testing/samples.ts'
import { isSettled, type OwnWishes, type OwnWishesCommand, ownWishesProcess } from './own-wishes.ts'

const ask = (wishId: string, wishesMost = 20): OwnWishesCommand => ({
  type: 'AskWish',
  wish: { wishId, lotId: `lot_of_${wishId}`, holder: person('mbr_a'), qty: 2, minQty: 1, competent: false },
  wishesMost,
})

function list() {
  let state: OwnWishes = ownWishesProcess.initial
  const when = (command: OwnWishesCommand, afterMs = 0) => {
    const context = { now: plusMs(START, afterMs), actor: systemActor('test'), id: 'wls_mbr_a', idempotencyKey: undefined, version: 0 }
    const decision = ownWishesProcess.decide(state, command, context)
    if (decision.refused !== true) state = decision.events.reduce(ownWishesProcess.evolve, state)
    return decision
  }
  const steps = () => ownWishesProcess.next(state, 'wls_mbr_a')
  return { when, steps, state: () => state }
}

describe('the queues that one member stands in', () => {
  it('each asked wish is one step to its lot, asked for until the lot has answered', () => {
    const { when, steps, state } = list()
    when(ask('wsh_1'))
    expect(steps()).toMatchObject([
      { key: 'place-wsh_1', to: 'lot', id: 'lot_of_wsh_1', command: { type: 'PlaceWish', qty: 2, minQty: 1 } },
    ])
    expect(isSettled(state(), 'wsh_1')).toBe(false)
    const told = steps()[0]?.told({ reply: undefined, version: 3, repeated: false })
    if (told === undefined) throw new Error('no step')
    when(told)
    expect([steps(), isSettled(state(), 'wsh_1'), state().byId['wsh_1']?.phase]).toEqual([[], true, 'open'])
  })

  it('what the lot refuses is kept a moment for whoever asked, counts for nothing, and is then forgotten', () => {
    const { when, steps, state } = list()
    when(ask('wsh_1', 1))
    const told = steps()[0]?.told({ refused: true, code: 'lot-closed', figures: {}, version: 3 })
    if (told === undefined) throw new Error('no step')
    when(told)
    expect(state().byId['wsh_1']).toMatchObject({ phase: 'refused', refusal: { code: 'lot-closed' } })
    expect(when(ask('wsh_2', 1)).refused).toBeUndefined()
    expect(Object.keys(state().byId)).toEqual(['wsh_1', 'wsh_2'])
    when({ type: 'ForgetWish', wishId: 'wsh_2' })
    when(ask('wsh_3', 1), MINUTE)
    expect(Object.keys(state().byId)).toEqual(['wsh_3'])
  })

  it('is limited, also by wishes that their lots have not yet answered', () => {
    const { when } = list()
    when(ask('wsh_1', 2))
    when(ask('wsh_2', 2))
    expect(when(ask('wsh_3', 2))).toMatchObject({ code: 'wish-limit', figures: { limit: 'member', wishesMost: 2 } })
    expect(when(ask('wsh_2', 2))).toMatchObject({ events: [] })
  })

  it('news that come twice, too late or too early change nothing', () => {
    const { when, state } = list()
    when(ask('wsh_1'))
    // Ended on the lot before its answer was told.
    when({ type: 'ForgetWish', wishId: 'wsh_1' })
    expect(when({ type: 'TellWish', wishId: 'wsh_1', refusal: null })).toMatchObject({ events: [] })
    expect(when({ type: 'ForgetWish', wishId: 'wsh_1' })).toMatchObject({ events: [] })
    expect([state().byId, isSettled(state(), 'wsh_1')]).toEqual([{}, true])
  })
})
