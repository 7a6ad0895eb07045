import type { EventRecord } from '@filature/kernel/event'
import type { PendingEvents, Store } from '../port.ts'
import { checkLimit } from '../query/limit.ts'
import type { Connection } from './connection.ts'
import { jsonValue } from './json.ts'

/** Collection, subject, sequence, event. */
export const insertEvent = 'INSERT INTO outbox (collection, subject, sequence, event) VALUES (?, ?, ?, ?)'
const SELECT = 'SELECT collection, subject, event FROM outbox ORDER BY position LIMIT ?'
const DELETE = 'DELETE FROM outbox WHERE collection = ? AND subject = ? AND sequence <= ?'

/**
 * Events wait in the file of their aggregates, so the write that makes them cannot keep one and lose the other. A mark is
 * written at once but without waiting for the disk: losing it in a power cut only repeats events, and every process
 * sees it at its next look.
 */
export function outboxOf(connection: Connection): Pick<Store, 'pending' | 'published'> {
  const { file, statement } = connection
  return {
    async pending(limit) {
      checkLimit(limit)
      // The columns of SELECT, which the engine's types do not know.
      const rows = await connection.read(() => statement(SELECT).all(limit) as unknown as readonly OutboxRow[])
      const bySubject = new Map<string, PendingEvents & { readonly events: EventRecord[] }>()
      for (const [collection, subject, text] of rows) {
        // A collection's name has no colon, so the two parts cannot run into each other.
        const key = `${collection}:${subject}`
        let waiting = bySubject.get(key)
        if (waiting === undefined) {
          waiting = { collection, subject, events: [] }
          bySubject.set(key, waiting)
        }
        // Only `commit` fills this table, with the text of an EventRecord.
        waiting.events.push(jsonValue(text, file, `outbox of ${collection} ${subject}`) as EventRecord)
      }
      return [...bySubject.values()]
    },

    async published(marks) {
      if (marks.length === 0) return
      await connection.write('process-end', () => {
        for (const { collection, subject, upTo } of marks) statement(DELETE).run(collection, subject, upTo)
      })
    },
  }
}

type OutboxRow = readonly [collection: string, subject: string, event: string]
