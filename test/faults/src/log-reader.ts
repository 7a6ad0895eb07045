import { topicOf } from '@filature/contracts/events/registry'
import { openEventLog } from '@filature/event-log/open'
import type { EventRecord } from '@filature/kernel/event'

export interface ReadLog {
  /** One for each event id, in the order of their first appearance. */
  readonly events: ReadonlyMap<string, EventRecord>
  /** Records beyond the first of an event: what consumers recognise and pass over. */
  readonly repeats: number
  /** `off_…: 3 after 1`: a subject whose events do not follow each other. */
  readonly gaps: readonly string[]
  /** Ids under which the log holds two different events. */
  readonly contradictions: readonly string[]
}

const SERVICES = ['identity', 'market', 'materials', 'notify']

/** Reads the embedded log of a stopped place from its beginning, as a consumer that recognises repeats. */
export async function readLog(dataDir: string): Promise<ReadLog> {
  const log = await openEventLog({ dataDir })
  const events = new Map<string, EventRecord>()
  const last = new Map<string, number>()
  const gaps: string[] = []
  const contradictions: string[] = []
  let repeats = 0
  const group = `faults.${process.hrtime.bigint()}`
  const reading = log.subscribe({ topics: SERVICES.map(topicOf), group, from: 'beginning' }, async (records) => {
    for (const { event } of records) {
      if (event === null) continue
      const known = events.get(event.id)
      if (known !== undefined) {
        repeats += 1
        if (JSON.stringify(known) !== JSON.stringify(event)) contradictions.push(event.id)
        continue
      }
      events.set(event.id, event)
      const before = last.get(event.subject) ?? 0
      if (event.sequence !== before + 1) gaps.push(`${event.subject}: ${event.sequence} after ${before}`)
      last.set(event.subject, event.sequence)
    }
  })
  await reading.ready
  while ((await log.lag(group)).some(({ behind }) => behind > 0)) await new Promise((resolve) => setTimeout(resolve, 5))
  await reading.stop()
  await log.close()
  return { events, repeats, gaps, contradictions }
}
