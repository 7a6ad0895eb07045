import { systemActor } from '@filature/kernel/actor'
import { DAY, HOUR, plusMs } from '@filature/kernel/instant'
import { describe, expect, it } from 'vitest'
import { START } from '../testing/samples.ts'
import { quotaDecider } from './decide.ts'
import { type HolderQuota, NO_QUOTA, type QuotaCommand } from './quota.ts'

const decider = quotaDecider({
  expiriesPerStrike: 2,
  expiryWindowMs: 30 * DAY,
  strikesToLimit: 3,
  strikeWindowMs: 90 * DAY,
  limitMs: 30 * DAY,
})
const CAPS = { holds: 5, massG: 500_000 }
const claim = (holdId: string, massG = 1_000, lotId = 'lot_1'): QuotaCommand => ({
  type: 'ClaimQuota',
  holderId: 'mbr_a',
  holdId,
  lotId,
  massG,
  caps: CAPS,
})

function quota() {
  let state: HolderQuota = NO_QUOTA
  const when = (command: QuotaCommand, afterMs = 0) => {
    const now = plusMs(START, afterMs)
    const decision = decider.decide(state, command, {
      now,
      actor: systemActor('test'),
      id: 'cap_mbr_a',
      idempotencyKey: undefined,
      version: 0,
    })
    if (decision.refused !== true) state = decision.events.reduce(decider.evolve, state)
    return decision
  }
  const end = (holdId: string, why: 'expired' | 'no-show' | 'user', afterMs: number) => {
    const endedAt = plusMs(START, afterMs)
    return when({ type: 'FreeQuota', holdId, why, endedAt, cooldownUntil: why === 'expired' ? plusMs(endedAt, DAY) : null }, afterMs)
  }
  return { when, end, state: () => state }
}

describe('what one holder may keep at the same time', () => {
  it('[materials 9] with 4 holds, of 10 more one is granted and nine are refused', () => {
    const { when } = quota()
    for (let index = 0; index < 4; index += 1) when(claim(`hld_${index}`))
    const decisions = Array.from({ length: 10 }, (_, index) => when(claim(`hld_more_${index}`)))
    expect(decisions.filter((decision) => decision.refused !== true).length).toBe(1)
    expect(decisions.at(-1)).toMatchObject({ code: 'quota-exceeded', figures: { limit: 'holds', holds: 5, holdsMost: 5 } })
  })

  it('[materials 9] a lot whose hold ran out two hours ago is closed to that holder for a day, other lots are not', () => {
    const { when, end } = quota()
    when(claim('hld_a'))
    end('hld_a', 'expired', 48 * HOUR)
    expect(when(claim('hld_b'), 50 * HOUR)).toMatchObject({ code: 'rehold-cooldown', figures: { until: plusMs(START, 72 * HOUR) } })
    expect(when(claim('hld_b', 1_000, 'lot_2'), 50 * HOUR).refused).toBeUndefined()
    expect(when(claim('hld_c'), 72 * HOUR).refused).toBeUndefined()
  })

  it('is also counted in mass, up to exactly the cap', () => {
    const { when } = quota()
    when(claim('hld_a', 400_000))
    expect(when(claim('hld_b', 100_001))).toMatchObject({
      code: 'quota-exceeded',
      figures: { limit: 'mass', massKg: 400, massMostKg: 500 },
    })
    expect(when(claim('hld_b', 100_000)).refused).toBeUndefined()
  })

  it('the same claim or the same end again changes nothing', () => {
    const { when, end, state } = quota()
    when(claim('hld_a'))
    expect(when(claim('hld_a'))).toMatchObject({ events: [] })
    end('hld_a', 'expired', HOUR)
    const after = state()
    expect(end('hld_a', 'expired', HOUR)).toMatchObject({ events: [] })
    expect(state()).toEqual(after)
  })

  it('what is fetched in part is claimed no longer', () => {
    const { when, state } = quota()
    when(claim('hld_a', 400_000))
    when({ type: 'ReduceClaim', holdId: 'hld_a', massG: 100_000 })
    expect(state().claims['hld_a']?.massG).toBe(100_000)
    expect(when(claim('hld_b', 400_000)).refused).toBeUndefined()
  })
})

describe('strikes', () => {
  it('two expiries within 30 days are one strike; released by oneself is none', () => {
    const { when, end, state } = quota()
    for (const [index, [why, day]] of (
      [
        ['expired', 0],
        ['user', 1],
        ['expired', 31],
        ['expired', 32],
      ] as const
    ).entries()) {
      when(claim(`hld_${index}`, 1, `lot_${index}`), day * DAY)
      end(`hld_${index}`, why, day * DAY)
    }
    expect(state()).toMatchObject({ strikes: [plusMs(START, 32 * DAY)], expiries: [] })
  })

  it('the third no-show within 90 days limits to one hold for 30 days; a manager may forgive', () => {
    const { when, end, state } = quota()
    for (const day of [0, 40, 80]) {
      when(claim(`hld_${day}`, 1, `lot_${day}`), day * DAY)
      end(`hld_${day}`, 'no-show', day * DAY)
    }
    expect(state().limitedUntil).toBe(plusMs(START, 110 * DAY))
    expect(when(claim('hld_a', 1, 'lot_a'), 81 * DAY).refused).toBeUndefined()
    expect(when(claim('hld_b', 1, 'lot_b'), 81 * DAY)).toMatchObject({
      code: 'quota-exceeded',
      figures: { holdsMost: 1, limitedUntil: state().limitedUntil },
    })
    when({ type: 'ForgiveStrikes' }, 81 * DAY)
    expect(when(claim('hld_b', 1, 'lot_b'), 81 * DAY).refused).toBeUndefined()
  })

  it('no-shows further apart than 90 days do not add up', () => {
    const { when, end, state } = quota()
    for (const day of [0, 50, 91]) {
      when(claim(`hld_${day}`, 1, `lot_${day}`), day * DAY)
      end(`hld_${day}`, 'no-show', day * DAY)
    }
    expect(state().limitedUntil).toBeNull()
  })
})
