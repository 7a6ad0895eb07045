import type { EventRecord } from '@filature/kernel/event'
import type { PendingEvents, PublishedMark, Store } from '../port.ts'
import { checkLimit } from '../query/limit.ts'
import type { Connection } from './connection.ts'
import { eventIn } from './json.ts'

/** Collection, subject, sequence, event. */
export const insertEvent = 'INSERT INTO outbox (collection, subject, sequence, event) VALUES (?, ?, ?, ?)'
const SELECT = 'SELECT position, collection, subject, sequence, event FROM outbox ORDER BY position LIMIT ?'
const SELECT_ALL = 'SELECT position, collection, subject, sequence FROM outbox ORDER BY position'
const DELETE = 'DELETE FROM outbox WHERE position BETWEEN ? AND ?'

/**
 * Events wait in the file of their aggregates, so the write that makes them cannot keep one and lose the other. A mark is
 * written at once but without waiting for the disk: losing it in a power cut only repeats events, and every process
 * sees it at its next look.
 *
 * The table has no index: rows are added at its end and go from its beginning. Marks name subjects, so the store
 * remembers where the last look found them, and what was marked goes as a few stretches of positions.
 */
export function outboxOf(connection: Connection): Pick<Store, 'pending' | 'published'> {
  const { file, statement } = connection
  let lastLook: readonly Place[] = []
  return {
    async pending(limit) {
      checkLimit(limit)
      const rows = await connection.read(() => statement(SELECT).all(limit) as unknown as readonly OutboxRow[])
      // Nothing may be told to others that a power cut could still take back.
      if (rows.length > 0) await connection.durable()
      lastLook = rows.map(([position, collection, subject, sequence]) => [position, collection, subject, sequence])
      const bySubject = new Map<string, PendingEvents & { readonly events: EventRecord[] }>()
      for (const [, collection, subject, , text] of rows) {
        const key = keyOf(collection, subject)
        let waiting = bySubject.get(key)
        if (waiting === undefined) {
          waiting = { collection, subject, events: [] }
          bySubject.set(key, waiting)
        }
        waiting.events.push(eventIn(text, file, `outbox of ${collection} ${subject}`))
      }
      return [...bySubject.values()]
    },

    async published(marks) {
      if (marks.length === 0) return
      await connection.write('process-end', () => {
        const places = covers(lastLook, marks) ? lastLook : (statement(SELECT_ALL).all() as unknown as readonly Place[])
        for (const [first, last] of stretchesMarked(places, marks)) statement(DELETE).run(first, last)
      })
    },
  }
}

// The columns of the selects, which the engine's types do not know.
type Place = readonly [position: number, collection: string, subject: string, sequence: number]
type OutboxRow = readonly [...Place, event: string]

/** A collection's name has no colon, so the two parts cannot run into each other. */
const keyOf = (collection: string, subject: string) => `${collection}:${subject}`

/** Whether a look saw all that is marked. It begins at the oldest row, so it saw whatever comes before, too. */
function covers(look: readonly Place[], marks: readonly PublishedMark[]): boolean {
  const seen = new Map<string, number>()
  for (const [, collection, subject, sequence] of look) seen.set(keyOf(collection, subject), sequence)
  return marks.every(({ collection, subject, upTo }) => (seen.get(keyOf(collection, subject)) ?? 0) >= upTo)
}

/**
 * First and last positions of neighbours that are all marked. Positions are given once and grow with the commits, so
 * nothing can ever come to lie between two neighbours of one look.
 */
function stretchesMarked(places: readonly Place[], marks: readonly PublishedMark[]): readonly (readonly [number, number])[] {
  const upTo = new Map<string, number>()
  for (const mark of marks) {
    const key = keyOf(mark.collection, mark.subject)
    upTo.set(key, Math.max(mark.upTo, upTo.get(key) ?? 0))
  }
  const stretches: [number, number][] = []
  let open: [number, number] | undefined
  for (const [position, collection, subject, sequence] of places) {
    if (sequence > (upTo.get(keyOf(collection, subject)) ?? 0)) open = undefined
    else if (open === undefined) {
      open = [position, position]
      stretches.push(open)
    } else open[1] = position
  }
  return stretches
}
