import type { StockState } from '@filature/contracts/live/messages'
import { lotIdOf } from './holds.ts'

/** More than are ever on their way, so that no change can overtake another one of the same lot. */
const LOTS = 1_000

export const CHANGES_ROOM = 'depot:dep_bench'

/** What a server of the fan-out is asked to tell everybody. */
export interface PublishRequest {
  /** Numbers of changes, from 1, the last one included. */
  readonly from: number
  readonly to: number
}

/** The change of a number: each lot in turn, with its next version. */
export function changeOf(number: number): StockState {
  const lot = (number - 1) % LOTS
  const v = Math.floor((number - 1) / LOTS) + 1
  return { id: lotIdOf(lot), v, rooms: [CHANGES_ROOM, 'lots'], available: 1_000 - (v % 1_000), held: v % 1_000, state: 'stocked' }
}

/** The message that sockets get for one change when nothing is gathered. */
export function messageOf(number: number) {
  const { rooms: _, ...state } = changeOf(number)
  return { room: CHANGES_ROOM, states: [state] }
}

export function numbersOf({ from, to }: PublishRequest): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
