import type { EventRecord } from './event.ts'

/** An event passes through several hands on its way from the outbox to the log, none of which changes it. */
const texts = new WeakMap<EventRecord, string>()

/** The event as JSON: the text it was read from, if it was, else made now. */
export function textOfEvent(event: EventRecord): string {
  return texts.get(event) ?? JSON.stringify(event)
}

/** The event that a text holds. @throws SyntaxError when it holds none */
export function eventFromText(text: string): EventRecord {
  // Whoever keeps events as text made it with `textOfEvent`.
  const event = JSON.parse(text) as EventRecord
  texts.set(event, text)
  return event
}
