import { eventName } from '@filature/contracts/events/registry'
import type { LiveState, OwnClaimState, OwnHoldState, OwnOrderState } from '@filature/contracts/live/messages'
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
  const holdState = HOLD_STATES[name]
  if (holdState === undefined) return undefined
  const { lot, holdId, holder, qty, expiresAt } = ofHold.parse(event.data)
  const state: OwnHoldState = { id: holdId, v: event.sequence, kind: 'hold', lotId: lot.lotId, state: holdState, quantity: qty }
  return { rooms: [memberRoom(holder.memberId)], state: expiresAt === null ? state : { ...state, expiresAt } }
}

const kebabCase = (name: string): string => name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()
