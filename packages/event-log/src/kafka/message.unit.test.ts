import type { EventRecord } from '@filature/kernel/event'
import { describe, expect, it } from 'vitest'
import { eventOf } from '../suites/events.ts'
import type { IncomingMessage, OutgoingMessage } from './apis.ts'
import { messageOfRecord, recordOfMessage } from './message.ts'

/** As it comes back from a broker. */
const arriving = ({ key, value, headers }: OutgoingMessage): IncomingMessage => ({
  offset: '7',
  key,
  value,
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
})
const roundTrip = (event: EventRecord | null) =>
  recordOfMessage('market', 2, arriving(messageOfRecord({ topic: 'market', key: 'lot_1', event })))

describe('an event on Kafka', () => {
  it('is a CloudEvent in binary mode: attributes in headers, data as JSON', () => {
    const event = { ...eventOf('lot_1', 3), actor: 'mbr_1', traceparent: '00-ab-cd-01', correlationId: 'cor_1', causationId: 'lot_1/2' }
    const { key, value, headers } = messageOfRecord({ topic: 'market', key: 'lot_1', event })
    expect(key.toString()).toBe('lot_1')
    expect(JSON.parse(value?.toString() ?? '')).toEqual(event.data)
    expect(headers).toEqual({
      ce_specversion: '1.0',
      ce_id: 'lot_1/3',
      ce_type: 'materials.LotHeld.v1',
      ce_source: 'materials',
      ce_subject: 'lot_1',
      ce_time: event.time,
      ce_sequence: '3',
      ce_actor: 'mbr_1',
      ce_traceparent: '00-ab-cd-01',
      ce_correlationid: 'cor_1',
      ce_causationid: 'lot_1/2',
      'content-type': 'application/json',
    })
  })

  it.each([
    ['all attributes', { ...eventOf('lot_é', 9), actor: 'a', traceparent: 't', correlationId: 'c', causationId: 'b' }],
    ['those that it must have', eventOf('lot_1', 1)],
    ['data that is null', { ...eventOf('lot_1', 1), data: null }],
    ['an empty actor', { ...eventOf('lot_1', 1), actor: '' }],
    ['a text as data', { ...eventOf('lot_1', 1), data: '' }],
  ])('comes back as it was, with %s', (_, event) => {
    expect(roundTrip(event)).toStrictEqual({ topic: 'market', partition: 2, offset: '7', key: 'lot_1', event })
  })

  it('without data has none when it comes back', () => {
    const { data, ...bare } = eventOf('lot_1', 1)
    expect(data).toBeDefined()
    expect(roundTrip({ ...bare, data: undefined }).event).toStrictEqual(bare)
  })

  it('that is null erases the key', () => {
    expect(messageOfRecord({ topic: 'market', key: 'lot_1', event: null }).value).toBeNull()
    expect(roundTrip(null).event).toBeNull()
  })

  it('is refused when no log can hold it', () => {
    expect(() => messageOfRecord({ topic: 'market', key: '', event: eventOf('lot_1', 1) })).toThrow(/key/)
    const large = { ...eventOf('lot_1', 1), data: 'é'.repeat(450_000) }
    expect(() => messageOfRecord({ topic: 'market', key: 'lot_1', event: large })).toThrow(/larger/)
    expect(() => messageOfRecord({ topic: 'market', key: 'lot_1', event: { ...large, data: 'é'.repeat(440_000) } })).not.toThrow()
  })
})

describe('a record that another program wrote', () => {
  const message = arriving(messageOfRecord({ topic: 'market', key: 'lot_1', event: eventOf('lot_1', 1) }))

  it.each([
    ['no key', { ...message, key: null }, /market\/2@7 has no key/],
    ['no attributes', { ...message, headers: {} }, /market\/2@7 has no header ce_id/],
    ['no JSON', { ...message, value: Buffer.from('<lot/>') }, /JSON/],
  ])('is told with its place when it has %s', (_, foreign, why) => {
    expect(() => recordOfMessage('market', 2, foreign)).toThrow(why)
  })
})

it.each([
  ['subject', undefined],
  ['actor', null],
  ['id', 7],
])('an event whose %s is no text is refused, so that it keeps no other from being sent', (attribute, value) => {
  const event = { ...eventOf('lot_1', 1), [attribute]: value } as EventRecord
  expect(() => messageOfRecord({ topic: 'market', key: 'lot_1', event })).toThrow(TypeError)
})
