import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { onLeft } from './rooms.ts'

/** Several departures within this time are one reading; the lists follow the same events a moment later, in milliseconds. */
const READ_AFTER_MS = 400

/** What shows the things of a room. */
function shownBy(room: string): QueryKey | undefined {
  const [kind, id] = room.split(':')
  if (kind === 'session') return ['offers', id]
  if (kind === 'lot') return ['lot']
  return kind === 'lots' || kind === 'depot' ? ['lots'] : undefined
}

/** A thing that is not in its room any more stays on screen, as it was last, until what lists it has been read again. */
export function readWhatLeft(queries: QueryClient): void {
  const due = new Map<string, Set<string>>()
  onLeft((room, left, letGo) => {
    const ids = due.get(room)
    for (const id of left) ids?.add(id)
    if (ids !== undefined) return
    const waiting = new Set(left)
    due.set(room, waiting)
    setTimeout(async () => {
      due.delete(room)
      const queryKey = shownBy(room)
      if (queryKey !== undefined) await queries.invalidateQueries({ queryKey })
      letGo([...waiting])
    }, READ_AFTER_MS)
  })
}
