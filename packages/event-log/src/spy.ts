import { randomUUID } from 'node:crypto'
import type { DeliveredRecord, EventLog } from './port.ts'

/** How long a spy waits where the test does not say, in milliseconds: on a busy machine much takes long that mostly takes none. */
const PATIENCE_MS = 20_000

export type RecordMatcher = (record: DeliveredRecord) => boolean

/** For tests: waits for what happens on a log instead of sleeping. */
export interface LogSpy {
  /** The same log, to be given to what is tested: what its handlers have dealt with is known to `consumed`. */
  readonly log: EventLog
  /** The first record of the topics, past or to come, that matches. */
  appended(matches: RecordMatcher, timeoutMs?: number): Promise<DeliveredRecord>
  /** The first matching record that a handler of the group on `log` has dealt with: it resolved. */
  consumed(group: string, matches: RecordMatcher, timeoutMs?: number): Promise<DeliveredRecord>
  /** Stops looking; what still waits is refused. */
  stop(): Promise<void>
}

/** Both waits reject after `timeoutMs`, 20 s by default, with an error that lists what was seen instead. */
export function spyOn(log: EventLog, topics: readonly string[]): LogSpy {
  const appended = sightings()
  const consumed = new Map<string, Sightings>()
  const consumedBy = (group: string): Sightings => {
    const known = consumed.get(group) ?? sightings()
    consumed.set(group, known)
    return known
  }
  // A group of its own, from the beginning: a wait that comes after the event finds it all the same.
  const subscription = log.subscribe({ topics, group: `spy.${randomUUID()}`, from: 'beginning' }, async (records) => appended.see(records))

  return {
    log: {
      ...log,
      subscribe: (options, handler) =>
        log.subscribe(options, async (records) => {
          await handler(records)
          consumedBy(options.group).see(records.filter(({ topic }) => topics.includes(topic)))
        }),
    },
    appended: (matches, timeoutMs = PATIENCE_MS) => appended.first(matches, timeoutMs, `appended to ${topics.join(', ')}`),
    consumed: (group, matches, timeoutMs = PATIENCE_MS) => consumedBy(group).first(matches, timeoutMs, `consumed by ${group}`),
    async stop() {
      for (const seen of [appended, ...consumed.values()]) seen.giveUp('the spy was stopped')
      await subscription.stop()
    },
  }
}

interface Sightings {
  see(records: readonly DeliveredRecord[]): void
  first(matches: RecordMatcher, timeoutMs: number, where: string): Promise<DeliveredRecord>
  giveUp(reason: string): void
}

function sightings(): Sightings {
  const seen: DeliveredRecord[] = []
  const waiting = new Set<{ look(records: readonly DeliveredRecord[]): void; giveUp(reason: string): void }>()
  return {
    see(records) {
      seen.push(...records)
      for (const waiter of [...waiting]) waiter.look(records)
    },
    first: (matches, timeoutMs, where) =>
      new Promise((resolve, reject) => {
        const settle = (settled: () => void) => {
          clearTimeout(timer)
          waiting.delete(waiter)
          settled()
        }
        const waiter = {
          look(records: readonly DeliveredRecord[]) {
            const found = records.find(matches)
            if (found !== undefined) settle(() => resolve(found))
          },
          giveUp: (reason: string) => settle(() => reject(new Error(`nothing that matches was ${where}: ${reason}. ${listing(seen)}`))),
        }
        const timer = setTimeout(() => waiter.giveUp(`waited ${timeoutMs} ms`), timeoutMs)
        waiting.add(waiter)
        waiter.look(seen)
      }),
    giveUp(reason) {
      for (const waiter of [...waiting]) waiter.giveUp(reason)
    },
  }
}

/** The last records seen, one a line. */
function listing(seen: readonly DeliveredRecord[]): string {
  if (seen.length === 0) return 'Nothing was seen at all.'
  const lines = seen
    .slice(-20)
    .map(({ topic, key, event }) => `  ${topic} ${event === null ? `${key} erased` : `${event.type} ${event.id}`}`)
  return `Seen (${seen.length}, the last ${lines.length}):\n${lines.join('\n')}`
}
