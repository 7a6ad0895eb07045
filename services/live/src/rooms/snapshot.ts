import { digestText } from '@filature/contracts/live/digest'
import type { roomSnapshot } from '@filature/contracts/live/messages'
import type { z } from 'zod'
import type { RoomContent } from '../stock/stock-states.ts'

export type RoomSnapshot = z.output<typeof roomSnapshot>

/** All states of a room, or, given versions held of this very epoch, those that are newer. */
export function snapshotOf(room: string, content: RoomContent, have: Readonly<Record<string, number>> | undefined): RoomSnapshot {
  const states = [...content.states.values()]
  return {
    room,
    states: have === undefined ? states : states.filter(({ id, v }) => v > (Object.hasOwn(have, id) ? (have[id] ?? 0) : 0)),
    full: have === undefined,
    digest: digestText(content.digest),
  }
}

/** Rooms of one person hold nothing here: their first state is read from the service that owns it, after the join. */
export const ownSnapshot = (room: string): RoomSnapshot => ({ room, states: [], full: false, digest: '' })
