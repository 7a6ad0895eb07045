import type { ProcessManager } from '@filature/aggregates/process'
import type { NotificationAsked } from '@filature/contracts/notify/events'
import { type Accepted, accept } from '@filature/kernel/decider'
import type { BaseUnit } from '@filature/kernel/quantity'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import { type NumberReply, registerIdOf, type SlipKind, type TakeNumber } from './register.ts'

/** What a pick-up slip says, before and after it has its number. */
export interface SlipFacts {
  readonly kind: SlipKind
  readonly depotId: string
  readonly depotCode: string
  readonly depotName: string
  readonly year: string
  readonly lotId: string
  readonly code: string
  readonly designation: string
  readonly unit: BaseUnit
  readonly holdId: string
  readonly memberId: string
  readonly qty: number
  readonly massG: number | null
  readonly priceCents: number | null
}

export interface Slip {
  readonly slipId: string
  readonly facts: SlipFacts
  readonly number: string | null
}

export type SlipCommand =
  | { readonly type: 'IssueSlip'; readonly facts: SlipFacts }
  | { readonly type: 'TellNumber'; readonly number: string }

export type SlipEvent =
  | { readonly type: 'SlipAsked'; readonly data: { readonly slipId: string; readonly facts: SlipFacts } }
  | { readonly type: 'SlipIssued'; readonly data: { readonly number: string } }
  | { readonly type: 'NotificationAsked'; readonly data: NotificationAsked }

function decide(state: Slip | null, command: SlipCommand, slipId: string): Accepted<SlipEvent> | Refusal {
  if (command.type === 'IssueSlip') return accept(state === null ? [{ type: 'SlipAsked', data: { slipId, facts: command.facts } }] : [])
  if (state === null) return refuse('not-found')
  if (state.number !== null) return accept([])
  return accept([
    { type: 'NotificationAsked', data: handedOver(state, command.number) },
    { type: 'SlipIssued', data: { number: command.number } },
  ])
}

function handedOver({ slipId, facts }: Slip, number: string): NotificationAsked {
  const { lotId, code, designation, unit, qty, priceCents, depotName, holdId, memberId } = facts
  return {
    key: 'lot-picked-up',
    recipients: [memberId],
    params: { lotId, code, designation, unit, qty, priceCents, depotName, holdId, slip: number },
    dedupeKey: `lot-picked-up/${slipId}`,
  }
}

/**
 * A movement's slip (process P10): it asks its register for a number until it has one, so every movement has exactly one
 * number and no number is lost, whatever crashes in between.
 */
export const slipProcess: ProcessManager<Slip | null, SlipCommand, SlipEvent> = {
  aggregate: 'slip',
  initial: null,
  decide: (state, command, { id }) => decide(state, command, id),
  evolve(state, event) {
    if (event.type === 'SlipAsked') return { ...event.data, number: null }
    if (state === null) throw new Error(`${event.type} before the slip was asked for`)
    return event.type === 'SlipIssued' ? { ...state, number: event.data.number } : state
  },
  next(state) {
    if (state === null || state.number !== null) return []
    const { kind, depotCode, depotId, year } = state.facts
    const command: TakeNumber = { type: 'TakeNumber', kind, slipId: state.slipId, depotCode, year }
    return [
      {
        key: 'number',
        to: 'register',
        id: registerIdOf(depotId, year),
        command,
        told(answer) {
          if (answer.refused === true) throw new Error(`the register refused a number: ${answer.code}`)
          // TakeNumber answers a NumberReply, always.
          return { type: 'TellNumber', number: (answer.reply as NumberReply).number }
        },
      },
    ]
  },
  publish(event, slip) {
    if (event.type === 'NotificationAsked') return event.data
    if (slip === null) return null
    const { kind, depotId, lotId, holdId, year, qty, massG } = slip.facts
    return { slipId: slip.slipId, kind, depotId, lotId, holdId, year, qty, massG, number: slip.number }
  },
}
