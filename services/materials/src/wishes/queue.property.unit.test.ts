import { HOUR, type Instant, plusMs } from '@filature/kernel/instant'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isClosed, stockOf } from '../lots/availability.ts'
import type { LotCommand } from '../lots/commands.ts'
import type { Lot, LotWish } from '../lots/lot.ts'
import { decider, type LotScenario, publishedLot } from '../testing/lot-scenario.ts'
import { boards, DOORS, holdOf, POLICY, person, ROLL, START, wishOf } from '../testing/samples.ts'
import { inLine, offerOn, waitingFor } from './queue.ts'
import { largestPart } from './serve.ts'

const MEMBERS = 6
const members = fc.integer({ min: 1, max: MEMBERS })
const quantities = (step: number) => fc.integer({ min: 1, max: 5 }).map((steps) => steps * step)

/** What any member may do; a hold or a wish gets the id of its moment, so that ids are never used twice. */
type Act = (moment: number, lot: LotScenario) => LotCommand

const acts = (step: number): fc.Arbitrary<Act> =>
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(members, quantities(step)).map(
        ([who, qty]): Act =>
          (moment) =>
            holdOf(`hld_${moment}`, qty, { holder: person(`mbr_${who}`) }),
      ),
    },
    {
      weight: 5,
      arbitrary: fc.tuple(members, quantities(step), quantities(step)).map(
        ([who, qty, least]): Act =>
          (moment) =>
            wishOf(`wsh_${moment}`, qty, { minQty: Math.min(least, qty), holder: person(`mbr_${who}`) }),
      ),
    },
    {
      weight: 4,
      arbitrary: fc.nat(20).map(
        (pick): Act =>
          (_, lot) => ({ type: 'ReleaseHold', holdId: nth(lot.lot().holds, pick)?.holdId ?? 'hld_none', why: 'user' }),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.nat(20), fc.constantFrom('DeclineOffer' as const, 'CloseWish' as const)).map(
        ([pick, type]): Act =>
          (_, lot) => ({ type, wishId: nth(waitingFor(lot.lot()), pick)?.wishId ?? 'wsh_none' }),
      ),
    },
    // Accepting: who has an offer holds.
    {
      weight: 3,
      arbitrary: fc.nat(20).map(
        (pick): Act =>
          (moment, lot) => {
            const offers = lot.lot().holds.filter(({ kind }) => kind === 'offered')
            const offer = nth(offers, pick)
            return offer === undefined ? { type: 'ExpireHolds' } : holdOf(`hld_${moment}`, offer.qty, { holder: offer.holder })
          },
      ),
    },
    { weight: 3, arbitrary: fc.constant<Act>(() => ({ type: 'ExpireHolds' })) },
    {
      weight: 2,
      arbitrary: fc.tuple(quantities(step), fc.constantFrom(-1, 1), fc.boolean()).map(
        ([delta, sign, cutHolds]): Act =>
          () => ({ type: 'AdjustLot', delta: delta * sign, reason: 'found', note: null, cutHolds }),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.nat(20), fc.boolean()).map(
        ([pick, granted]): Act =>
          (_, lot) => {
            const holdId = nth(lot.lot().holds, pick)?.holdId ?? 'hld_none'
            return granted ? { type: 'ExtendHold', holdId } : { type: 'AnswerExtension', holdId, granted: pick % 2 === 0 }
          },
      ),
    },
  )

const nth = <T>(values: readonly T[], pick: number): T | undefined => values[pick % Math.max(values.length, 1)]

/** The oldest wish that what is free would do for. */
function couldBeServed(lot: Lot, now: Instant): LotWish | undefined {
  const { available } = stockOf(lot, now)
  return inLine(lot).find(({ qty, minQty }) => largestPart(lot.granularity, available, qty) >= minQty)
}

/** Nothing that is free now would do for anybody who waits. */
function assertNobodyIsPassedOver(scenario: LotScenario, trace: string): void {
  const lot = scenario.lot()
  const { available, holds } = stockOf(lot, lot.at)
  if (isClosed(lot) && waitingFor(lot).length > 0) throw new Error(`${trace}: somebody waits for a lot that is gone`)
  if (holds.length >= POLICY.holdsPerLot) return
  const passed = couldBeServed(lot, lot.at)
  if (passed !== undefined)
    throw new Error(`${trace}: ${available} is free while ${passed.wishId} waits for ${passed.minQty} to ${passed.qty}`)
}

describe('a lot with a queue under any commands', () => {
  it('[materials 7] no unit is lost, nobody who could be served waits, no stranger takes what an older wish could have, and an offer is its holder’s', () => {
    const seen = { offers: 0, filled: 0, ended: 0, strangers: 0 }
    fc.assert(
      fc.property(
        fc
          .constantFrom({ intake: { ...DOORS, qty: 6 }, step: 1 }, { intake: boards(6), step: 29_700 }, { intake: ROLL, step: 10_000 })
          .chain(({ intake, step }) =>
            fc.record({
              intake: fc.constant(intake),
              script: fc.array(fc.record({ act: acts(step), hours: fc.integer({ min: 0, max: 20 }) }), {
                minLength: 5,
                maxLength: 50,
                size: 'max',
              }),
            }),
          ),
        ({ intake, script }) => {
          const lot = publishedLot(intake)
          let elapsed = 0
          for (const [moment, { act, hours }] of script.entries()) {
            elapsed += hours * HOUR
            const command = act(moment, lot)
            const before = lot.lot()
            // `when` checks I1 and I2 after every single event and throws with what does not add up.
            const decision = lot.when(command, elapsed)
            const trace = `${moment} ${JSON.stringify(command)}`
            if (decision.refused === true) continue
            if (decision.events.length === 0) continue
            assertNobodyIsPassedOver(lot, trace)
            let state = before
            for (const event of decision.events) {
              if (event.type === 'WishFilled') seen.filled += 1
              if (event.type === 'OfferEnded') seen.ended += 1
              if (event.type === 'WishOffered') {
                seen.offers += 1
                const { wish, offer } = event.data
                if (offer.holder !== wish.holder || offer.qty < wish.minQty || offer.qty > wish.qty)
                  throw new Error(`${trace}: offered ${offer.qty}`)
                const skipped = couldBeServed(state, event.data.at)
                if (skipped?.wishId !== wish.wishId) throw new Error(`${trace}: ${skipped?.wishId} was skipped for ${wish.wishId}`)
              }
              if (event.type === 'LotHeld') {
                const { hold, instead } = event.data
                const taken = state.holds.find(({ holdId }) => holdId === instead)
                if (instead !== undefined && taken?.holder.id !== hold.holder.id)
                  throw new Error(`${trace}: somebody else’s offer was taken`)
                const served = couldBeServed(state, event.data.at)
                if (served !== undefined) throw new Error(`${trace}: taken while ${served.wishId} could have had it`)
                if (inLine(state).length > 0 && inLine(state).every(({ holder }) => holder.id !== hold.holder.id)) seen.strangers += 1
              }
              state = decider.evolve(state, event) ?? state
            }
            for (const { wishId } of waitingFor(lot.lot())) {
              const offer = offerOn(lot.lot(), wishId)
              if (offer !== undefined && offer.expiresAt !== null && offer.expiresAt <= plusMs(START, elapsed))
                throw new Error(`${trace}: an offer outlived its end`)
            }
          }
        },
      ),
      { numRuns: 2_000 },
    )
    // The scripts must really get there.
    expect(seen.offers).toBeGreaterThan(2_000)
    expect(seen.filled).toBeGreaterThan(500)
    expect(seen.ended).toBeGreaterThan(500)
    expect(seen.strangers).toBeGreaterThan(50)
  })
})
