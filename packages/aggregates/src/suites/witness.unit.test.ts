import { expect, test } from 'vitest'
import type { Answer } from '../answer.ts'
import { type StallCommand, stallDecider } from './stall.ts'
import { faultIn, type Observed } from './witness.ts'

let tick = 0n
const seen = (command: StallCommand, answer: Answer, at?: [bigint, bigint]): Observed<StallCommand> => {
  tick += 10n
  return {
    aggregateId: 's',
    actorId: 'a',
    idempotencyKey: `k${tick}`,
    command,
    answer,
    startedNs: at?.[0] ?? tick,
    endedNs: at?.[1] ?? tick + 5n,
  }
}
const fill = (at?: [bigint, bigint]) => seen({ type: 'Fill', quantity: 1 }, { reply: { stock: 1 }, version: 1, repeated: false }, at)

test('a true history has no fault', () => {
  expect(
    faultIn(stallDecider, [
      fill(),
      seen({ type: 'Take', quantity: 2 }, { refused: true, code: 'insufficient-stock', figures: { available: 1 }, version: 1 }),
    ]),
  ).toBeUndefined()
})

test('an oversold unit is found', () => {
  const taken = (version: number) => seen({ type: 'Take', quantity: 1 }, { reply: { left: 0 }, version, repeated: false })
  expect(faultIn(stallDecider, [fill(), taken(2), taken(3)])).toMatch(/answered|refuses insufficient-stock/)
})

test('a lost version is found', () => {
  expect(faultIn(stallDecider, [seen({ type: 'Fill', quantity: 1 }, { reply: { stock: 1 }, version: 2, repeated: false })])).toMatch(
    /expected version 1/,
  )
})

test('a wrong refusal is found', () => {
  expect(
    faultIn(stallDecider, [
      fill(),
      seen({ type: 'Take', quantity: 1 }, { refused: true, code: 'insufficient-stock', figures: { available: 0 }, version: 1 }),
    ]),
  ).toMatch(/decider accepts/)
})

test('an answer from the past is found', () => {
  const stale = seen({ type: 'Take', quantity: 1 }, { refused: true, code: 'insufficient-stock', figures: { available: 0 }, version: 0 }, [
    1_000n,
    1_005n,
  ])
  expect(faultIn(stallDecider, [fill([1n, 2n]), stale])).toMatch(/had been answered/)
})
