import type { ProcessManager, Step } from '@filature/aggregates/process'
import type { Holder } from '@filature/contracts/materials/events'
import { type Accepted, accept, type DecisionContext } from '@filature/kernel/decider'
import { type Instant, MINUTE, plusMs } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import type { PlaceWish } from '../lots/commands.ts'

/** What a member waits for. How long, at which rank and with which offer is the lot's own knowledge. */
export interface OwnWish {
  readonly wishId: string
  readonly lotId: string
  readonly holder: Holder
  readonly qty: number
  readonly minQty: number
  readonly competent: boolean
  /** `placing` until the lot has answered. */
  readonly phase: 'placing' | 'open' | 'refused'
  readonly askedAt: Instant
  readonly refusal: { readonly code: string; readonly figures: Readonly<Record<string, unknown>> } | null
}

/**
 * The places of one member in the queues of lots, a process: it keeps the member's cap, then queues the wish on its lot.
 * Wishes by criteria belong here as well: they have no lot.
 */
export interface OwnWishes {
  readonly byId: Readonly<Record<string, OwnWish>>
  /** The last ones that ended, newest last: whoever asks again for such an end is told what was told before. */
  readonly ended?: readonly Pick<OwnWish, 'wishId' | 'lotId'>[]
}

export type OwnWishesCommand =
  | {
      readonly type: 'AskWish'
      readonly wish: Pick<OwnWish, 'wishId' | 'lotId' | 'holder' | 'qty' | 'minQty' | 'competent'>
      readonly wishesMost: number
    }
  | { readonly type: 'TellWish'; readonly wishId: string; readonly refusal: OwnWish['refusal'] }
  /** It waits no longer. */
  | { readonly type: 'ForgetWish'; readonly wishId: string }

type OwnWishesEvent =
  | { readonly type: 'WishAsked'; readonly data: { readonly at: Instant; readonly wish: OwnWish } }
  | {
      readonly type: 'WishSettled'
      readonly data: { readonly wishId: string; readonly lotId: string; readonly refusal: OwnWish['refusal'] }
    }
  | { readonly type: 'WishForgotten'; readonly data: { readonly wishId: string } }

/** How long a refusal is kept for the edge that waits for it. */
const REFUSAL_KEPT_MS = MINUTE
/** Repetitions come within minutes; nobody ends more in that time. */
const ENDED_KEPT = 20

export const ownWishesIdOf = (memberId: string): string => `wls_${memberId}`

function decide(state: OwnWishes, command: OwnWishesCommand, { now }: DecisionContext): Accepted<OwnWishesEvent> | Refusal {
  switch (command.type) {
    case 'AskWish': {
      const { wish, wishesMost } = command
      // The runtime answers a repeated key; this is for one that it has forgotten.
      if (state.byId[wish.wishId] !== undefined) return accept([])
      const open = Object.values(state.byId).filter(({ phase }) => phase !== 'refused').length
      if (open >= wishesMost) return refuse('wish-limit', { limit: 'member', wishesMost })
      return accept([{ type: 'WishAsked', data: { at: now, wish: { ...wish, phase: 'placing', askedAt: now, refusal: null } } }])
    }
    case 'TellWish': {
      const known = state.byId[command.wishId]
      if (known?.phase !== 'placing') return accept([])
      return accept([{ type: 'WishSettled', data: { wishId: command.wishId, lotId: known.lotId, refusal: command.refusal } }])
    }
    case 'ForgetWish':
      return accept(state.byId[command.wishId] === undefined ? [] : [{ type: 'WishForgotten', data: { wishId: command.wishId } }])
  }
}

function evolve(state: OwnWishes, event: OwnWishesEvent): OwnWishes {
  const { byId, ended = [] } = state
  switch (event.type) {
    case 'WishAsked': {
      const { at, wish } = event.data
      const kept = Object.values(byId).filter(({ phase, askedAt }) => phase !== 'refused' || plusMs(askedAt, REFUSAL_KEPT_MS) > at)
      return { ...state, byId: Object.fromEntries([...kept, wish].map((one) => [one.wishId, one])) }
    }
    case 'WishSettled': {
      const { wishId, refusal } = event.data
      const known = byId[wishId]
      if (known === undefined) return state
      return { ...state, byId: { ...byId, [wishId]: { ...known, phase: refusal === null ? 'open' : 'refused', refusal } } }
    }
    case 'WishForgotten': {
      const { [event.data.wishId]: forgotten, ...others } = byId
      if (forgotten === undefined) return state
      const { wishId, lotId } = forgotten
      return { byId: others, ended: [...ended, { wishId, lotId }].slice(-ENDED_KEPT) }
    }
  }
}

function next({ byId }: OwnWishes): readonly Step<OwnWishesCommand>[] {
  return Object.values(byId)
    .filter(({ phase }) => phase === 'placing')
    .map(({ wishId, lotId, holder, qty, minQty, competent }) => {
      const command: PlaceWish = { type: 'PlaceWish', wishId, holder, qty, minQty, competent }
      return {
        key: `place-${wishId}`,
        to: 'lot',
        id: lotId,
        command,
        told: (answer) => ({
          type: 'TellWish',
          wishId,
          refusal: answer.refused === true ? { code: answer.code, figures: answer.figures } : null,
        }),
      }
    })
}

export const ownWishesProcess: ProcessManager<OwnWishes, OwnWishesCommand, OwnWishesEvent> = {
  aggregate: 'own-wishes',
  initial: { byId: {} },
  decide,
  evolve,
  next,
  publish(event) {
    switch (event.type) {
      case 'WishAsked': {
        const { wishId, holder, lotId, qty, minQty } = event.data.wish
        return { wishId, holder, lotId, qty, minQty }
      }
      case 'WishSettled':
        return { wishId: event.data.wishId, lotId: event.data.lotId, code: event.data.refusal?.code ?? null }
      case 'WishForgotten':
        return { wishId: event.data.wishId }
    }
  },
}

/** Has the lot answered? Also true when the wish has waited and ended meanwhile. */
export const isSettled = (state: OwnWishes, wishId: string): boolean => state.byId[wishId]?.phase !== 'placing'
