import { accept, type Decider, type Decision } from '@filature/kernel/decider'
import { derivedId } from '@filature/kernel/ids'
import type { Instant } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'

/** One book per session and point. */
export const slotBookIdOf = (sessionId: string, pointId: string): string => derivedId('slb_', sessionId, pointId)

export interface BookableSlot {
  /** `18:00-18:30` */
  readonly id: string
  readonly startsAt: Instant
  readonly endsAt: Instant
  readonly capacity: number
}

export interface SlotBook {
  readonly hubId: string
  readonly sessionId: string
  readonly pointId: string
  /** Slot → orders that have a place in it (I14: never more than its capacity). */
  readonly booked: Readonly<Record<string, readonly string[]>>
}

/**
 * A place in a slot. The slots come with the command, as the session froze them, so a book needs no opening of its own: the
 * first booking makes it.
 */
export interface BookSlot {
  readonly type: 'BookSlot'
  readonly hubId: string
  readonly sessionId: string
  readonly pointId: string
  readonly slots: readonly BookableSlot[]
  readonly slotId: string
  readonly orderId: string
}

export interface ReleaseSlot {
  readonly type: 'ReleaseSlot'
  readonly orderId: string
}

export type SlotBookEvent =
  | {
      readonly type: 'SlotBooked'
      readonly data: {
        readonly hubId: string
        readonly sessionId: string
        readonly pointId: string
        readonly slotId: string
        readonly orderId: string
      }
    }
  | { readonly type: 'SlotReleased'; readonly data: { readonly slotId: string; readonly orderId: string } }

/** How many alternatives a full slot offers. */
const ALTERNATIVES = 3

export const freePlaces = (book: SlotBook | null, slot: Pick<BookableSlot, 'id' | 'capacity'>): number =>
  Math.max(0, slot.capacity - (book?.booked[slot.id]?.length ?? 0))

/** Places for handing over. Refuses: slot-unknown, slot-full{alternatives} (the three nearest in time with a free place). */
export const slotBookDecider: Decider<SlotBook | null, BookSlot | ReleaseSlot, SlotBookEvent> = {
  aggregate: 'slotbook',
  initial: null,
  decide: (book, command) => (command.type === 'BookSlot' ? bookSlot(book, command) : releaseSlot(book, command)),
  evolve,
  publish: (event, after) => ({ hubId: after?.hubId, sessionId: after?.sessionId, pointId: after?.pointId, ...event.data }),
}

function bookSlot(book: SlotBook | null, command: BookSlot): Decision<SlotBookEvent> {
  const { hubId, sessionId, pointId, slots, slotId, orderId } = command
  const slot = slots.find(({ id }) => id === slotId)
  if (slot === undefined) return refuse('slot-unknown', { slotId })
  const before = slotOf(book, orderId)
  if (before === slotId) return accept([])
  if (freePlaces(book, slot) === 0) return refuse('slot-full', { slotId, alternatives: nearest(book, slots, slot) })
  const events: SlotBookEvent[] = before === undefined ? [] : [{ type: 'SlotReleased', data: { slotId: before, orderId } }]
  return accept([...events, { type: 'SlotBooked', data: { hubId, sessionId, pointId, slotId, orderId } }])
}

function nearest(book: SlotBook | null, slots: readonly BookableSlot[], wanted: BookableSlot) {
  const apart = (slot: BookableSlot) => Math.abs(Date.parse(slot.startsAt) - Date.parse(wanted.startsAt))
  return slots
    .filter((slot) => freePlaces(book, slot) > 0)
    .sort((a, b) => apart(a) - apart(b) || (a.startsAt < b.startsAt ? -1 : 1))
    .slice(0, ALTERNATIVES)
    .map((slot) => ({ slotId: slot.id, startsAt: slot.startsAt, endsAt: slot.endsAt, free: freePlaces(book, slot) }))
}

/** Never refuses: what is not booked needs no release. */
function releaseSlot(book: SlotBook | null, { orderId }: ReleaseSlot): Decision<SlotBookEvent> {
  const slotId = slotOf(book, orderId)
  return accept(slotId === undefined ? [] : [{ type: 'SlotReleased', data: { slotId, orderId } }])
}

function slotOf(book: SlotBook | null, orderId: string): string | undefined {
  return Object.entries(book?.booked ?? {}).find(([, orders]) => orders.includes(orderId))?.[0]
}

function evolve(book: SlotBook | null, event: SlotBookEvent): SlotBook | null {
  if (event.type === 'SlotBooked') {
    const { hubId, sessionId, pointId, slotId, orderId } = event.data
    const booked = book?.booked ?? {}
    return { hubId, sessionId, pointId, booked: { ...booked, [slotId]: [...(booked[slotId] ?? []), orderId] } }
  }
  if (book === null) return null
  const { slotId, orderId } = event.data
  return { ...book, booked: { ...book.booked, [slotId]: (book.booked[slotId] ?? []).filter((other) => other !== orderId) } }
}
