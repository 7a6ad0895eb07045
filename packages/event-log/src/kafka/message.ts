import type { EventRecord } from '@filature/kernel/event'
import type { DeliveredRecord, LogRecord } from '../port.ts'
import { encodeEvent } from '../rules.ts'
import type { IncomingMessage, OutgoingMessage } from './apis.ts'

/**
 * Events as CloudEvents 1.0 in binary mode of its Kafka protocol binding: attributes as `ce_` headers, data as JSON in the
 * value, the key beside them. Extensions are lower case, as CloudEvents wants them.
 */
const OPTIONAL = {
  actor: 'ce_actor',
  traceparent: 'ce_traceparent',
  correlationId: 'ce_correlationid',
  causationId: 'ce_causationid',
} as const
type OptionalAttribute = keyof typeof OPTIONAL

/** Shorter data need not be counted byte by byte: no event with it is as large as none may be. */
const SURELY_SMALL = 100_000
const NO_DATA = Buffer.alloc(0)

/** The event as it is at this moment. Throws a TypeError or RangeError for what no log can hold. */
export function messageOfRecord(record: LogRecord): OutgoingMessage {
  const { event } = record
  if (event === null || typeof record.key !== 'string' || record.key === '') encodeEvent(record)
  const key = Buffer.from(record.key)
  if (event === null) return { key, value: null, headers: {} }
  const data: string | undefined = JSON.stringify(event.data)
  if (data !== undefined && data.length > SURELY_SMALL) encodeEvent(record)
  return { key, value: data === undefined ? NO_DATA : Buffer.from(data), headers: headersOf(event) }
}

/** The encoder throws on anything but text, when it is too late to refuse this record alone. */
function checkAttributes(event: EventRecord, headers: Readonly<Record<string, unknown>>): void {
  for (const [header, value] of Object.entries(headers)) {
    if (typeof value === 'string') continue
    throw new TypeError(`event ${event.id}: ${header.replace('ce_', '')} is ${value === null ? 'null' : `a ${typeof value}`}, give a text`)
  }
}

function headersOf(event: EventRecord): Record<string, string> {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: event.type,
    ce_source: event.source,
    ce_subject: event.subject,
    ce_time: event.time,
    ce_sequence: String(event.sequence),
    'content-type': 'application/json',
  }
  for (const [attribute, header] of Object.entries(OPTIONAL)) {
    // The keys of OPTIONAL are attributes of an event.
    const value = event[attribute as OptionalAttribute]
    if (value !== undefined) headers[header] = value
  }
  checkAttributes(event, headers)
  return headers
}

/** Throws an error that names the place for a record that nobody with this format wrote. */
export function recordOfMessage(topic: string, partition: number, message: IncomingMessage): DeliveredRecord {
  const { key, value, offset } = message
  if (key === null) throw new Error(`${topic}/${partition}@${offset} has no key: another program wrote it`)
  return {
    topic,
    partition,
    offset,
    key: key.toString(),
    event: value === null ? null : eventOf(message, value, `${topic}/${partition}@${offset}`),
  }
}

function eventOf({ headers }: IncomingMessage, value: Buffer, where: string): EventRecord {
  const optional = (name: string): string | undefined => {
    const header = headers[name]
    return Buffer.isBuffer(header) ? header.toString() : undefined
  }
  const required = (name: string): string => {
    const header = optional(name)
    if (header === undefined) throw new Error(`${where} has no header ${name}: it is not a CloudEvent in binary mode`)
    return header
  }
  const event: Record<string, unknown> = {
    id: required('ce_id'),
    type: required('ce_type'),
    source: required('ce_source'),
    subject: required('ce_subject'),
    time: required('ce_time'),
    sequence: Number(required('ce_sequence')),
  }
  for (const [attribute, header] of Object.entries(OPTIONAL)) {
    const given = optional(header)
    if (given !== undefined) event[attribute] = given
  }
  if (value.length > 0) event['data'] = JSON.parse(value.toString())
  // All that an EventRecord requires has been read; its times and ids were checked where the event was made.
  return event as unknown as EventRecord
}
