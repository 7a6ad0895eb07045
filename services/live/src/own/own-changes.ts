import { eventName } from '@filature/contracts/events/registry'
import type { LiveState, OwnClaimState, OwnHoldState, OwnOrderState, OwnWishState } from '@filature/contracts/live/messages'
import type { EventRecord } from '@filature/kernel/event'
import { z } from 'zod'
import { memberRoom, orderRoom } from '../rooms/room-name.ts'

/** What an event tells to one person's rooms. */
export interface OwnChange {
  readonly rooms: readonly string[]
  readonly state: LiveState
}

// Tolerant readers of the parts that matter here; the services' own contracts say more.
const ofOrder = z.object({ memberId: z.string() })
const ofClaim = z.object({ orderId: z.string(), qtyB: z.int(), expiresAt: z.string().optional() })
const ofHold = z.object({
  lot: z.object({ lotId: z.string() }),
  holdId: z.string(),
  holder: z.object({ memberId: z.string() }),
  qty: z.int(),
  expiresAt: z.string().nullable(),
})
const ofWish = z.object({
  lotId: z.string(),
  wishId: z.string(),
  holder: z.object({ memberId: z.string() }),
  qty: z.int(),
  rest: z.int().optional(),
  until: z.string().optional(),
})
const inboxChanged = z.object({ memberId: z.string(), unread: z.int() })
const rights = z.object({ memberId: z.string(), rv: z.int() })

const CLAIM_STATES: Readonly<Record<string, OwnClaimState['state']>> = {
  StockHeld: 'held',
  HoldExtended: 'held',
  HoldExpired: 'expired',
  ClaimPinned: 'pinned',
  ClaimUnpinned: 'held',
  ClaimConfirmed: 'confirmed',
  ClaimAmended: 'amended',
  ClaimReleased: 'released',
}

const HOLD_STATES: Readonly<Record<string, OwnHoldState['state']>> = {
  LotHeld: 'held',
  HoldExtended: 'held',
  HoldConfirmed: 'confirmed',
  HoldReleased: 'released',
  HoldCut: 'cut',
  LotPickedUp: 'picked-up',
  ExtensionAsked: 'held',
  ExtensionDenied: 'held',
}

/** An ended offer is told by what comes of its wish. */
const WISH_STATES: Readonly<Record<string, OwnWishState['state']>> = {
  WishPlaced: 'waiting',
  WishOffered: 'offered',
  WishFilled: 'filled',
  WishClosed: 'closed',
}

/** Undefined for events that are nobody's in particular. Throws when an event of a known name does not fit. */
export function ownChangeOf(event: EventRecord): OwnChange | undefined {
  const name = eventName(event.type)
  if (event.source === 'market') return ofMarket(name, event)
  if (event.source === 'materials') return ofMaterials(name, event)
  if (event.source === 'notify' && name === 'InboxChanged') {
    const { memberId, unread } = inboxChanged.parse(event.data)
    return { rooms: [memberRoom(memberId)], state: { id: 'inbox', v: event.sequence, unread } }
  }
  if (event.source === 'identity' && name === 'RolesChanged') {
    const { memberId, rv } = rights.parse(event.data)
    return { rooms: [memberRoom(memberId)], state: { id: 'rights', v: rv } }
  }
  return undefined
}

function ofMarket(name: string, event: EventRecord): OwnChange | undefined {
  const claimState = CLAIM_STATES[name]
  if (claimState !== undefined) {
    const { orderId, qtyB, expiresAt } = ofClaim.parse(event.data)
    const state: OwnClaimState = { id: event.subject, v: event.sequence, kind: 'claim', orderId, state: claimState, quantity: qtyB }
    return { rooms: [orderRoom(orderId)], state: expiresAt === undefined ? state : { ...state, expiresAt } }
  }
  if (!event.subject.startsWith('ord_')) return undefined
  const owner = ofOrder.safeParse(event.data)
  if (!owner.success) return undefined
  const state: OwnOrderState = { id: event.subject, v: event.sequence, kind: 'order', last: kebabCase(name) }
  return { rooms: [memberRoom(owner.data.memberId), orderRoom(event.subject)], state }
}

function ofMaterials(name: string, event: EventRecord): OwnChange | undefined {
  const wishState = WISH_STATES[name]
  if (wishState !== undefined) return ofQueue(wishState, event)
  const holdState = HOLD_STATES[name]
  if (holdState === undefined) return undefined
  const { lot, holdId, holder, qty, expiresAt } = ofHold.parse(event.data)
  const state: OwnHoldState = { id: holdId, v: event.sequence, kind: 'hold', lotId: lot.lotId, state: holdState, quantity: qty }
  return { rooms: [memberRoom(holder.memberId)], state: expiresAt === null ? state : { ...state, expiresAt } }
}

function ofQueue(change: OwnWishState['state'], event: EventRecord): OwnChange {
  const { lotId, wishId, holder, qty, rest = 0, until } = ofWish.parse(event.data)
  // Filled in part, it waits on for the rest.
  const state = change === 'filled' && rest > 0 ? 'waiting' : change
  const told: OwnWishState = { id: wishId, v: event.sequence, kind: 'wish', lotId, state, quantity: qty }
  return { rooms: [memberRoom(holder.memberId)], state: state === 'offered' && until !== undefined ? { ...told, expiresAt: until } : told }
}

const kebabCase = (name: string): string => name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()
