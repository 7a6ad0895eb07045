import { eventName, topicOf } from '@filature/contracts/events/registry'
import type { EventLog } from '@filature/event-log/port'

/** What lies in a service's topic, each event counted once. */
export interface LogContent {
  /** By name. */
  readonly events: ReadonlyMap<string, number>
  /** Of the name that was asked for, by subject. */
  readonly bySubject: ReadonlyMap<string, number>
  /** Subjects whose sequences have a gap. Repeats are no fault: the log is delivered at least once. */
  readonly brokenSubjects: number
}

/** Reads the whole topic of a service. */
export async function readLog(log: EventLog, service: string, counted: string): Promise<LogContent> {
  const events = new Map<string, number>()
  const bySubject = new Map<string, number>()
  const last = new Map<string, number>()
  const broken = new Set<string>()
  const group = `bench.recount.${process.pid}.${performance.now()}`
  const reading = log.subscribe({ topics: [topicOf(service)], group, from: 'beginning', batch: 2_000 }, async (records) => {
    for (const { event } of records) {
      if (event === null) continue
      const name = eventName(event.type)
      const before = last.get(event.subject) ?? 0
      // A crash between append and mark repeats events, and consumers tell by the sequence.
      if (event.sequence <= before) continue
      if (event.sequence !== before + 1) broken.add(event.subject)
      last.set(event.subject, event.sequence)
      events.set(name, (events.get(name) ?? 0) + 1)
      if (name === counted) bySubject.set(event.subject, (bySubject.get(event.subject) ?? 0) + 1)
    }
  })
  await reading.ready
  while ((await log.lag(group)).some(({ behind }) => behind > 0)) await new Promise((resolve) => setTimeout(resolve, 20))
  await reading.stop()
  return { events, bySubject, brokenSubjects: broken.size }
}
