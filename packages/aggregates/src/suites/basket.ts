import { accept, type DomainEvent } from '@filature/kernel/decider'
import { derivedId } from '@filature/kernel/ids'
import type { Instant } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'
import type { Answer } from '../answer.ts'
import type { ProcessManager, Step } from '../process.ts'
import type { StallCommand } from './stall.ts'

/** Takes one unit from each of several stalls, all or nothing: the smallest process with compensation and a deadline. */
export interface BasketState {
  readonly phase: 'new' | 'taking' | 'giving-back' | 'filled' | 'refused'
  readonly takes: Readonly<Record<string, 'asked' | 'taken' | 'refused' | 'given-back'>>
  readonly deadline: Instant | null
}

export type BasketCommand =
  | { readonly type: 'FillBasket'; readonly stalls: readonly string[]; readonly deadline: Instant }
  | { readonly type: 'TellTake'; readonly stall: string; readonly outcome: 'taken' | 'refused' }
  | { readonly type: 'TellGivenBack'; readonly stall: string }
  | { readonly type: 'GiveUp' }

export type BasketEvent = DomainEvent &
  (
    | { readonly type: 'BasketAsked'; readonly data: { readonly stalls: readonly string[]; readonly deadline: Instant } }
    | { readonly type: 'TakeTold'; readonly data: { readonly stall: string; readonly outcome: 'taken' | 'refused' | 'given-back' } }
    | { readonly type: 'BasketFilled'; readonly data: null }
    | { readonly type: 'BasketAbandoned'; readonly data: { readonly why: 'refused' | 'deadline' } }
    | { readonly type: 'BasketRefused'; readonly data: null }
  )

const all = (state: BasketState, wanted: string): boolean => Object.values(state.takes).every((take) => take === wanted)
const none = (state: BasketState, unwanted: string): boolean => Object.values(state.takes).every((take) => take !== unwanted)

export const basketProcess: ProcessManager<BasketState, BasketCommand, BasketEvent> = {
  aggregate: 'basket',
  initial: { phase: 'new', takes: {}, deadline: null },
  dueCommand: { type: 'GiveUp' },
  nextDue: (state) => (state.phase === 'taking' ? (state.deadline ?? undefined) : undefined),
  decide(state, command, { now }) {
    const then = (event: BasketEvent) => basketProcess.evolve(state, event)
    switch (command.type) {
      case 'FillBasket':
        if (state.phase !== 'new') return refuse('wrong-state')
        return accept([{ type: 'BasketAsked', data: { stalls: command.stalls, deadline: command.deadline } }])
      case 'TellTake': {
        if (state.takes[command.stall] !== 'asked') return accept([])
        const told: BasketEvent = { type: 'TakeTold', data: { stall: command.stall, outcome: command.outcome } }
        const after = then(told)
        if (state.phase === 'taking' && all(after, 'taken')) return accept([told, { type: 'BasketFilled', data: null }])
        if (state.phase === 'taking' && command.outcome === 'refused')
          return accept([told, { type: 'BasketAbandoned', data: { why: 'refused' } }])
        return accept([told])
      }
      case 'TellGivenBack': {
        if (state.takes[command.stall] !== 'taken') return accept([])
        const told: BasketEvent = { type: 'TakeTold', data: { stall: command.stall, outcome: 'given-back' } }
        const after = then(told)
        return accept(none(after, 'taken') && none(after, 'asked') ? [told, { type: 'BasketRefused', data: null }] : [told])
      }
      case 'GiveUp':
        if (state.phase !== 'taking' || state.deadline === null || state.deadline > now) return accept([])
        return accept([{ type: 'BasketAbandoned', data: { why: 'deadline' } }])
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'BasketAsked':
        return {
          phase: 'taking',
          takes: Object.fromEntries(event.data.stalls.map((stall) => [stall, 'asked'])),
          deadline: event.data.deadline,
        }
      case 'TakeTold':
        return { ...state, takes: { ...state.takes, [event.data.stall]: event.data.outcome } }
      case 'BasketFilled':
        return { ...state, phase: 'filled' }
      case 'BasketAbandoned':
        return { ...state, phase: 'giving-back' }
      case 'BasketRefused':
        return { ...state, phase: 'refused' }
    }
  },
  next(state, id) {
    const step = (key: string, stall: string, command: StallCommand, told: Step<BasketCommand>['told']) => ({
      key: `${key}/${stall}`,
      to: 'stall',
      id: stall,
      command,
      told,
    })
    const stalls = Object.entries(state.takes)
    if (state.phase === 'taking' || state.phase === 'giving-back') {
      // What was asked must be answered before it can be undone: the same step, with the same key, tells what became of it.
      const asked = stalls.filter(([, take]) => take === 'asked')
      if (asked.length > 0) {
        return asked.map(([stall]) =>
          step('take', stall, { type: 'Take', quantity: 1 }, (answer: Answer) => ({
            type: 'TellTake',
            stall,
            outcome: answer.refused === true ? 'refused' : 'taken',
          })),
        )
      }
    }
    if (state.phase === 'giving-back') {
      return stalls
        .filter(([, take]) => take === 'taken')
        .map(([stall]) =>
          step('give-back', stall, { type: 'GiveBack', takeId: derivedId('tak_', 'basket', `${id}/take/${stall}`) }, () => ({
            type: 'TellGivenBack',
            stall,
          })),
        )
    }
    return []
  },
}
