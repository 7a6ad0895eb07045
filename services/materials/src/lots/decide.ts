import { accept, type Decider, type Decision, type DecisionContext } from '@filature/kernel/decider'
import { refuse } from '@filature/kernel/refusal'
import { decideGate } from '../gate/decide-gate.ts'
import { extendHold } from '../holds/decide-extension.ts'
import { changeHold, holdLot } from '../holds/decide-hold.ts'
import { lapse, nextDueOf, warn } from '../holds/lapse.ts'
import type { HoldPolicy } from '../holds/policy.ts'
import { recordPickup } from '../pickups/decide-pickup.ts'
import type { Reference } from '../reference/reference.ts'
import { endWish, placeWish } from '../wishes/decide-wish.ts'
import { waitingFor } from '../wishes/queue.ts'
import { serve } from '../wishes/serve.ts'
import { stockOf } from './availability.ts'
import type { LotCommand } from './commands.ts'
import { adjustLot } from './decide-adjust.ts'
import { planFutureLot, receiveLot } from './decide-intake.ts'
import { decideRecord } from './decide-record.ts'
import type { LotEvent } from './events.ts'
import { evolveLot } from './evolve.ts'
import type { Lot } from './lot.ts'
import { publishedLotEvent } from './published.ts'

type LiveCommand = Exclude<LotCommand, { type: 'ReceiveLot' | 'PlanFutureLot' }>
export type LotDecider = Decider<Lot | null, LotCommand, LotEvent>

/** The lot is the stock: every unit that is held, fetched or lost is decided here, one command after another. */
export function lotDecider(reference: Reference, policy: HoldPolicy): LotDecider {
  const evolve = (state: Lot | null, event: LotEvent) => evolveLot(reference, state, event)

  function decide(state: Lot | null, command: LotCommand, context: DecisionContext): Decision<LotEvent> {
    if (command.type === 'ReceiveLot' || command.type === 'PlanFutureLot') {
      if (state !== null) return refuse('lot-exists')
      return command.type === 'ReceiveLot'
        ? receiveLot(reference, command.lot, command.depositId, context)
        : planFutureLot(reference, command.lot, command.window, context)
    }
    if (state === null) return refuse('not-found')
    const freed = lapse(state, context.now, policy)
    const lot = freed.reduce(evolve, state) ?? state
    if (waitingFor(lot).length > 0 || command.type === 'PlaceWish') return decideQueued(state, lot, freed, command, context)
    const decision = decideLive(state, lot, command, context)
    if (decision.refused === true) return decision
    // A command that changes nothing writes nothing; what lapsed is freed by the next one that does, or by the timer.
    const isIdle = decision.events.length === 0 && command.type !== 'ExpireHolds'
    return isIdle ? decision : accept([...freed, ...decision.events], decision.reply)
  }

  /** A lot that somebody waits for: what is free is offered before the command is decided, and what it frees after it. */
  function decideQueued(
    before: Lot,
    lapsed: Lot,
    freed: readonly LotEvent[],
    command: LiveCommand,
    context: DecisionContext,
  ): Decision<LotEvent> {
    const first = serve(lapsed, context.now, policy)
    const lot = first.reduce(evolve, lapsed)
    const decision = decideLive(before, lot, command, context)
    if (decision.refused === true) return decision
    const isIdle = decision.events.length === 0 && command.type !== 'ExpireHolds'
    if (isIdle) return decision
    const after = decision.events.reduce(evolve, lot)
    const then = serve(after, context.now, policy)
    const { available } = stockOf(then.reduce(evolve, after), context.now)
    return accept([...freed, ...first, ...decision.events, ...then], withAvailable(decision.reply, available))
  }

  function decideLive(before: Lot, lot: Lot, command: LiveCommand, context: DecisionContext): Decision<LotEvent> {
    switch (command.type) {
      case 'HoldLot':
        return holdLot(lot, stockOf(before, context.now).lapsed, command, context, policy)
      case 'ExtendHold':
      case 'AnswerExtension':
        return extendHold(lot, command, context, policy)
      case 'ConfirmHold':
      case 'ReleaseHold':
        return changeHold(lot, command, context)
      case 'ExpireHolds':
        return accept(warn(lot, context.now))
      case 'PlaceWish':
        return placeWish(lot, command, context, policy)
      case 'CloseWish':
      case 'DeclineOffer':
        return endWish(lot, command, context)
      case 'RecordPickup':
        return recordPickup(reference, lot, command, context)
      case 'AdjustLot':
        return adjustLot(lot, command, context)
      case 'DescribeLot':
      case 'MeasureLot':
      case 'GradeLot':
      case 'PriceLot':
      case 'PlaceLot':
        return decideRecord(reference, lot, command, context)
      case 'SyncPlace':
      case 'RecordNeverWaste':
      case 'RecordEndOfWaste':
      case 'ClearHazard':
      case 'FlagHazard':
      case 'PublishLot':
      case 'WithdrawLot':
        return decideGate(lot, command, context, (event) => evolve(lot, event))
    }
  }

  return {
    aggregate: 'lot',
    initial: null,
    decide,
    evolve,
    nextDue: (state) => (state === null ? undefined : nextDueOf(state)),
    dueCommand: { type: 'ExpireHolds' },
    publish: (event, after, { version }) => (after === null ? null : publishedLotEvent(reference, event, after, version)),
  }
}

/** Answers that say what is left say it after the offers: what was freed may be somebody's again. */
function withAvailable(reply: unknown, available: number): unknown {
  return typeof reply === 'object' && reply !== null && 'available' in reply ? { ...reply, available } : reply
}
