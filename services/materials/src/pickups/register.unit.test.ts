import { systemActor } from '@filature/kernel/actor'
import { describe, expect, it } from 'vitest'
import { START } from '../testing/samples.ts'
import { type Register, registerDecider, type SlipKind } from './register.ts'

function register() {
  let state: Register = registerDecider.initial
  return (slipId: string, kind: SlipKind = 'BE') => {
    const context = { now: START, actor: systemActor('test'), id: 'reg_1', idempotencyKey: undefined, version: 0 }
    const decision = registerDecider.decide(state, { type: 'TakeNumber', kind, slipId, depotCode: 'FIL', year: '2030' }, context)
    if (decision.refused === true) throw new Error(decision.code)
    state = decision.events.reduce(registerDecider.evolve, state)
    return decision.reply
  }
}

describe('slip numbers', () => {
  it('count up by one for each kind', () => {
    const take = register()
    expect([take('slp_a'), take('slp_b'), take('slp_c', 'BD'), take('slp_d')]).toEqual([
      { number: 'BE-FIL-2030-000001' },
      { number: 'BE-FIL-2030-000002' },
      { number: 'BD-FIL-2030-000001' },
      { number: 'BE-FIL-2030-000003' },
    ])
  })

  it('a slip that asks again, because a crash made it forget, gets the number it already has', () => {
    const take = register()
    take('slp_a')
    take('slp_b')
    expect([take('slp_a'), take('slp_c')]).toEqual([{ number: 'BE-FIL-2030-000001' }, { number: 'BE-FIL-2030-000003' }])
  })
})
