import { systemActor } from '@filature/kernel/actor'
import type { Decision, DecisionContext } from '@filature/kernel/decider'
import { type Instant, plusMs } from '@filature/kernel/instant'
import { stockOf } from '../lots/availability.ts'
import type { LotCommand, LotIntake } from '../lots/commands.ts'
import { type LotDecider, lotDecider } from '../lots/decide.ts'
import type { LotEvent } from '../lots/events.ts'
import type { Lot } from '../lots/lot.ts'
import { type Reference, shippedReference } from '../reference/reference.ts'
import { POLICY, START } from './samples.ts'

export const reference: Reference = shippedReference()
export const decider: LotDecider = lotDecider(reference, POLICY)

/** A lot driven by commands at instants, checking I1 and I2 after every event. */
export interface LotScenario {
  readonly lot: () => Lot
  readonly version: () => number
  readonly stock: (now?: Instant) => ReturnType<typeof stockOf>
  /** Decides and, if accepted, applies. `afterMs` counts from START. */
  when(command: LotCommand, afterMs?: number): Decision<LotEvent>
  /** Like `when`, for commands that must be accepted. */
  given(command: LotCommand, afterMs?: number): LotScenario
}

export function contextAt(now: Instant, version: number, id = 'lot_1'): DecisionContext {
  return { now, actor: systemActor('test'), id, idempotencyKey: undefined, version }
}

/** I1 and I2 of a lot at the instant of its last decision. Throws naming what does not add up. */
export function assertSound(lot: Lot, trace: string): void {
  const { available, held, holds } = stockOf(lot, lot.at)
  const { received, out, lost, split } = lot
  const parts = { available, held, out, lost, split }
  const sum = holds.reduce((total, { qty }) => total + qty, 0)
  if (received !== available + held + out + lost + split || held !== sum || Object.values(parts).some((part) => part < 0)) {
    throw new Error(`${trace}: received ${received}, ${JSON.stringify({ ...parts, sum })}`)
  }
}

export function receivedLot(intake: LotIntake): LotScenario {
  const opened = blankLot()
  opened.given({ type: 'ReceiveLot', lot: intake, depositId: null })
  return opened
}

export function publishedLot(intake: LotIntake): LotScenario {
  const opened = receivedLot(intake)
  opened.given({ type: 'PublishLot', restricted: false })
  return opened
}

export function blankLot(): LotScenario {
  let state: Lot | null = null
  let version = 0
  const lot = () => {
    if (state === null) throw new Error('no lot yet')
    return state
  }
  const scenario: LotScenario = {
    lot,
    version: () => version,
    stock: (now = lot().at) => stockOf(lot(), now),
    when(command, afterMs = 0) {
      const decision = decider.decide(state, command, contextAt(plusMs(START, afterMs), version))
      if (decision.refused === true) return decision
      for (const event of decision.events) {
        state = decider.evolve(state, event)
        version += 1
        assertSound(lot(), `${command.type} → ${event.type} (version ${version})`)
      }
      return decision
    },
    given(command, afterMs = 0) {
      const decision = scenario.when(command, afterMs)
      if (decision.refused === true) throw new Error(`${command.type} was refused: ${decision.code} ${JSON.stringify(decision.figures)}`)
      return scenario
    },
  }
  return scenario
}

export const eventTypes = (decision: Decision<LotEvent>): readonly string[] =>
  decision.refused === true
    ? [`refused: ${decision.code}`]
    : decision.events.map(({ type }) => type).filter((type) => type !== 'NotificationAsked')

export const notices = (decision: Decision<LotEvent>): readonly string[] =>
  decision.refused === true
    ? []
    : decision.events.flatMap((event) => (event.type === 'NotificationAsked' ? [event.data.notification.key] : []))
