import type { Answer } from '@filature/aggregates/answer'
import type { ProcessManager, Step } from '@filature/aggregates/process'
import type { Holder } from '@filature/contracts/materials/events'
import { type Accepted, accept, type DecisionContext } from '@filature/kernel/decider'
import type { Instant } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import type { HoldLot } from '../lots/commands.ts'
import { type QuotaCaps, type QuotaCommand, quotaIdOf } from '../quota/quota.ts'
import type { HoldReply } from './decide-hold.ts'

/** How a reservation ended or stands. */
export type EndedWhy = 'user' | 'expired' | 'no-show' | 'cancel' | 'compensation' | 'picked-up' | 'cut'

/** What is asked for: the same key with something else is another request. */
export interface ReservationRequest {
  readonly holder: Holder
  readonly lotId: string
  readonly qty: number
}

/** What the edge looks up for it: rules of network and depot, mass, competence. Not part of what is asked. */
export interface ReservationTerms {
  readonly holdMs: number
  readonly caps: QuotaCaps
  readonly massG: number
  readonly competent: boolean
}

/**
 * A hold of one lot by one holder (process P1 for one line): claim the holder's quota, hold the lot, and give the quota back
 * if the lot refuses. Its id and the hold's come from the member and the Idempotency-Key, so it cannot be made twice.
 */
export interface Reservation {
  readonly reservationId: string
  readonly holdId: string
  readonly memberId: string
  readonly request: ReservationRequest
  readonly terms: ReservationTerms
  /** A refused reservation may be placed again under its key; each try has its own steps. */
  readonly attempt: number
  readonly phase: 'claiming' | 'holding' | 'freeing' | 'held' | 'refused' | 'ended'
  /** For lists: still holding something. */
  readonly open: boolean
  readonly placedAt: Instant
  readonly reply: HoldReply | null
  /** The lot's version after the hold, or the one that a refusal was decided on. */
  readonly version: number
  readonly refusal: { readonly code: string; readonly figures: Readonly<Record<string, unknown>> } | null
  readonly endedWhy: EndedWhy | null
}

export type ReservationCommand =
  | { readonly type: 'PlaceReservation'; readonly request: ReservationRequest; readonly terms: ReservationTerms }
  | { readonly type: 'TellClaim'; readonly attempt: number; readonly answer: StepAnswer }
  | { readonly type: 'TellHold'; readonly attempt: number; readonly answer: StepAnswer }
  | { readonly type: 'TellFreed'; readonly attempt: number }
  | { readonly type: 'EndReservation'; readonly why: EndedWhy }

/** An answer as data: told commands are stored for repeats. */
export interface StepAnswer {
  readonly version: number
  readonly reply?: HoldReply
  readonly refusal?: { readonly code: string; readonly figures: Readonly<Record<string, unknown>> }
}

export type ReservationEvent =
  | {
      readonly type: 'ReservationPlaced'
      readonly data: {
        readonly at: Instant
        readonly request: ReservationRequest
        readonly terms: ReservationTerms
        readonly reservationId: string
      }
    }
  | { readonly type: 'ReservationQuotaGranted'; readonly data: Record<string, never> }
  | { readonly type: 'ReservationSettled'; readonly data: { readonly answer: StepAnswer } }
  | { readonly type: 'ReservationCompensated'; readonly data: Record<string, never> }
  | { readonly type: 'ReservationEnded'; readonly data: { readonly why: EndedWhy } }

/** The hold of a reservation: the same derived part behind another prefix, so that each is found from the other. */
export const holdIdOf = (reservationId: string): string => reservationId.replace(/^rsv_/, 'hld_')
export const reservationIdOf = (holdId: string): string => holdId.replace(/^hld_/, 'rsv_')

function place(
  state: Reservation | null,
  command: Extract<ReservationCommand, { type: 'PlaceReservation' }>,
  context: DecisionContext,
): Accepted<ReservationEvent> | Refusal {
  const { request, terms } = command
  const isSame = state !== null && JSON.stringify(state.request) === JSON.stringify(request)
  // Nothing came of a refused one, so its key is free for another try, also with another quantity.
  if (state !== null && state.phase !== 'refused') return isSame ? accept([]) : refuse('idempotency-mismatch')
  return accept([{ type: 'ReservationPlaced', data: { at: context.now, request, terms, reservationId: context.id } }])
}

function decide(state: Reservation | null, command: ReservationCommand, context: DecisionContext): Accepted<ReservationEvent> | Refusal {
  if (command.type === 'PlaceReservation') return place(state, command, context)
  if (state === null) return refuse('not-found')
  switch (command.type) {
    case 'TellClaim':
      if (state.phase !== 'claiming' || command.attempt !== state.attempt) return accept([])
      return accept([
        command.answer.refusal === undefined
          ? { type: 'ReservationQuotaGranted', data: {} }
          : { type: 'ReservationSettled', data: { answer: command.answer } },
      ])
    case 'TellHold':
      if (state.phase !== 'holding' || command.attempt !== state.attempt) return accept([])
      return accept([{ type: 'ReservationSettled', data: { answer: command.answer } }])
    case 'TellFreed':
      return accept(state.phase === 'freeing' && command.attempt === state.attempt ? [{ type: 'ReservationCompensated', data: {} }] : [])
    case 'EndReservation':
      return accept(state.phase === 'held' ? [{ type: 'ReservationEnded', data: { why: command.why } }] : [])
  }
}

function evolve(state: Reservation | null, event: ReservationEvent): Reservation {
  if (event.type === 'ReservationPlaced') {
    const { at, request, terms, reservationId } = event.data
    return {
      reservationId,
      holdId: holdIdOf(reservationId),
      memberId: request.holder.memberId,
      request,
      terms,
      attempt: (state?.attempt ?? 0) + 1,
      phase: 'claiming',
      open: true,
      placedAt: at,
      reply: null,
      version: 0,
      refusal: null,
      endedWhy: null,
    }
  }
  if (state === null) throw new Error(`${event.type} before the reservation was placed`)
  switch (event.type) {
    case 'ReservationQuotaGranted':
      return { ...state, phase: 'holding' }
    case 'ReservationSettled': {
      const { reply, refusal, version } = event.data.answer
      if (reply !== undefined) return { ...state, phase: 'held', reply, version }
      const phase = state.phase === 'holding' ? 'freeing' : 'refused'
      return { ...state, phase, refusal: refusal ?? null, version, open: phase === 'freeing' }
    }
    case 'ReservationCompensated':
      return { ...state, phase: 'refused', open: false }
    case 'ReservationEnded':
      return { ...state, phase: 'ended', open: false, endedWhy: event.data.why }
  }
}

function answerOf(answer: Answer): StepAnswer {
  const { version } = answer
  if (answer.refused === true) return { version, refusal: { code: answer.code, figures: answer.figures } }
  // HoldLot answers a HoldReply and ClaimQuota nothing; the steps below are the only callers.
  return answer.reply === undefined ? { version } : { version, reply: answer.reply as HoldReply }
}

/** The steps that a reservation asks for now. */
function next(state: Reservation | null): readonly Step<ReservationCommand>[] {
  if (state === null) return []
  const { attempt, holdId, reservationId, request, terms } = state
  const quotaId = quotaIdOf(request.holder.id)
  switch (state.phase) {
    case 'claiming': {
      const command: QuotaCommand = {
        type: 'ClaimQuota',
        holderId: request.holder.id,
        holdId,
        lotId: request.lotId,
        massG: terms.massG,
        caps: terms.caps,
      }
      return [
        {
          key: `claim-${attempt}`,
          to: 'quota',
          id: quotaId,
          command,
          told: (answer) => ({ type: 'TellClaim', attempt, answer: answerOf(answer) }),
        },
      ]
    }
    case 'holding': {
      const command: HoldLot = {
        type: 'HoldLot',
        holdId,
        reservationId,
        holder: request.holder,
        worksiteId: null,
        qty: request.qty,
        holdMs: terms.holdMs,
        competent: terms.competent,
      }
      return [
        {
          key: `hold-${attempt}`,
          to: 'lot',
          id: request.lotId,
          command,
          told: (answer) => ({ type: 'TellHold', attempt, answer: answerOf(answer) }),
        },
      ]
    }
    case 'freeing': {
      const command: QuotaCommand = { type: 'FreeQuota', holdId, why: 'compensation', endedAt: state.placedAt, cooldownUntil: null }
      return [{ key: `free-${attempt}`, to: 'quota', id: quotaId, command, told: () => ({ type: 'TellFreed', attempt }) }]
    }
    default:
      return []
  }
}

export const reservationProcess: ProcessManager<Reservation | null, ReservationCommand, ReservationEvent> = {
  aggregate: 'reservation',
  initial: null,
  decide,
  evolve,
  next,
  publish(event, after) {
    if (after === null) return null
    const { reservationId, request, holdId } = after
    switch (event.type) {
      case 'ReservationPlaced':
        return { reservationId, ...request }
      case 'ReservationSettled': {
        const { lotId, qty, holder } = request
        const { refusal } = event.data.answer
        return {
          reservationId,
          holder,
          held: refusal === undefined ? [{ lotId, holdId, qty }] : [],
          short: refusal === undefined ? [] : [{ lotId, qty, code: refusal.code }],
        }
      }
      case 'ReservationEnded':
        return { reservationId, why: event.data.why }
      case 'ReservationQuotaGranted':
      case 'ReservationCompensated':
        return { reservationId }
    }
  },
}

/** Has the process said yes or no? While it gives quota back, the answer to the person is already known. */
export const isSettled = (state: Reservation | null): boolean => state !== null && state.phase !== 'claiming' && state.phase !== 'holding'
