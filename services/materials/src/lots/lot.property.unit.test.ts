import { HOUR, plusMs } from '@filature/kernel/instant'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { publishedLot } from '../testing/lot-scenario.ts'
import { boards, DOORS, holdOf, person, ROLL, START } from '../testing/samples.ts'
import type { LotCommand } from './commands.ts'

const holdIds = fc.constantFrom('hld_a', 'hld_b', 'hld_c', 'hld_d', 'hld_e')
const quantities = fc.oneof(
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 10 }).map((boardCount) => boardCount * 29_700),
  fc.integer({ min: 1, max: 100 }).map((k) => k * 1_000),
)

const commands: fc.Arbitrary<LotCommand> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ holdId: holdIds, qty: quantities, who: fc.integer({ min: 1, max: 4 }) })
      .map(({ holdId, qty, who }) => holdOf(holdId, qty, { holder: person(`mbr_${who}`) })),
  },
  { weight: 2, arbitrary: holdIds.map((holdId): LotCommand => ({ type: 'ReleaseHold', holdId, why: 'user' })) },
  { weight: 2, arbitrary: holdIds.map((holdId): LotCommand => ({ type: 'ExtendHold', holdId })) },
  { weight: 2, arbitrary: holdIds.map((holdId): LotCommand => ({ type: 'ConfirmHold', holdId, until: plusMs(START, 400 * HOUR) })) },
  { weight: 2, arbitrary: fc.constant<LotCommand>({ type: 'ExpireHolds' }) },
  {
    weight: 3,
    arbitrary: fc.record({ holdId: holdIds, qty: quantities }).map(
      ({ holdId, qty }): LotCommand => ({
        type: 'RecordPickup',
        holdId,
        slipId: 'slp_x',
        qty,
        massG: null,
        unitCents: null,
        destination: { kind: 'member', siret: null, insee: null, worksiteId: null, km: null },
        vehicle: 'tr-van-diesel',
      }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ delta: quantities, sign: fc.constantFrom(-1, 1), cutHolds: fc.boolean() })
      .map(({ delta, sign, cutHolds }): LotCommand => ({ type: 'AdjustLot', delta: delta * sign, reason: 'damage', note: null, cutHolds })),
  },
  { weight: 1, arbitrary: fc.constant<LotCommand>({ type: 'WithdrawLot', reason: 'tri' }) },
  { weight: 1, arbitrary: fc.constant<LotCommand>({ type: 'PublishLot', restricted: false }) },
)

describe('a lot under any commands', () => {
  it('[materials 1] received is always available + held + out + lost + split, none below zero, at every version', () => {
    let accepted = 0
    fc.assert(
      fc.property(
        fc.constantFrom(DOORS, boards(10), ROLL),
        fc.array(fc.record({ command: commands, hours: fc.integer({ min: 0, max: 30 }) }), { minLength: 5, maxLength: 60, size: 'max' }),
        (intake, script) => {
          const lot = publishedLot(intake)
          let elapsed = 0
          // `when` checks I1 and I2 after every single event and throws with what does not add up.
          for (const { command, hours } of script) {
            elapsed += hours * HOUR
            if (lot.when(command, elapsed).refused !== true) accepted += 1
          }
        },
      ),
      { numRuns: 3_000 },
    )
    expect(accepted).toBeGreaterThan(10_000)
  })

  it('[materials 5] confirming and expiring in the same millisecond: one of the two wins and no unit is lost, in 1,000 runs', () => {
    let confirmed = 0
    for (let seed = 0; seed < 1_000; seed += 1) {
      const lot = publishedLot(DOORS).given(holdOf('hld_a', 10))
      const end = 48 * HOUR
      // Both around the last millisecond, in either order.
      const confirmAt = end - (seed % 2)
      const expireAt = end - (Math.floor(seed / 2) % 2)
      const confirm = () => lot.when({ type: 'ConfirmHold', holdId: 'hld_a', until: plusMs(START, 90 * HOUR) }, confirmAt)
      const expire = () => lot.when({ type: 'ExpireHolds' }, expireAt)
      const answer = seed % 8 < 4 ? [confirm(), expire()][0] : [expire(), confirm()][1]
      const isConfirmed = lot.lot().holds.some(({ kind }) => kind === 'confirmed')
      const { available, held } = lot.stock()
      expect({ seed, won: answer?.refused !== true }).toEqual({ seed, won: isConfirmed })
      if (isConfirmed) expect({ seed, available, held }).toEqual({ seed, available: 0, held: 10 })
      else expect({ seed, free: lot.stock(plusMs(START, end)).available }).toEqual({ seed, free: 10 })
      if (isConfirmed) confirmed += 1
    }
    expect(confirmed).toBeGreaterThan(100)
    expect(confirmed).toBeLessThan(900)
  })
})
