import { systemActor } from '@filature/kernel/actor'
import { type Instant, parseInstant } from '@filature/kernel/instant'
import { isRefusal } from '@filature/kernel/refusal'
import { describe, expect, test } from 'vitest'
import { decideMessage, type MessageCommand } from './decide.ts'
import { messageDelivery } from './delivery.ts'
import { evolveMessage, type Message, type MessageContent, messageId, noMessage } from './message.ts'

const noon = parseInstant('2026-11-25T12:00:00Z')
const evening = parseInstant('2026-11-25T18:00:00Z')
const night = parseInstant('2026-11-25T22:00:00Z')
const content: MessageContent = {
  source: 'market',
  key: 'order-confirmed',
  recipient: 'mbr_ada',
  topic: 'market',
  params: {},
  notBefore: null,
  expiresAt: null,
}

function after(message: Message, command: MessageCommand, now: Instant): { message: Message; events: string[] } {
  const decision = decideMessage(message, command, { now, actor: systemActor('test'), id: 'msg_1', idempotencyKey: undefined, version: 0 })
  if (isRefusal(decision)) throw new Error('a message refuses nothing')
  return { message: decision.events.reduce(evolveMessage, message), events: decision.events.map(({ type }) => type) }
}
const queue = (over: Partial<MessageContent> = {}, unwanted = false): MessageCommand => ({
  type: 'Queue',
  content: { ...content, ...over },
  unwanted,
})

describe('a message', () => {
  test('goes out at once, and asks for its place in the inbox until it has it', () => {
    const { message, events } = after(noMessage, queue(), noon)
    expect(events).toEqual(['MessageQueued', 'MessageReleased'])
    expect(messageDelivery.next(message, 'msg_1')).toMatchObject([
      { key: 'receive', to: 'inbox', command: { type: 'Receive', memberId: 'mbr_ada' } },
    ])
    const sent = after(message, { type: 'NoteSent' }, noon)
    expect(sent.events).toEqual(['MessageSent'])
    expect(messageDelivery.next(sent.message, 'msg_1')).toEqual([])
    expect(after(sent.message, { type: 'NoteSent' }, noon).events).toEqual([])
  })

  test('asked for again changes nothing, whatever it says now', () => {
    const { message } = after(noMessage, queue(), noon)
    expect(after(message, queue({ key: 'other' }), noon).events).toEqual([])
  })

  test('waits for its hour, which is a timer of its own', () => {
    const { message, events } = after(noMessage, queue({ notBefore: evening }), noon)
    expect(events).toEqual(['MessageQueued'])
    expect(messageDelivery.nextDue?.(message)).toBe(evening)
    expect(after(message, { type: 'Release' }, noon).events).toEqual([])
    expect(after(message, { type: 'Release' }, evening).events).toEqual(['MessageReleased'])
  })

  test('is not shown from expiresAt on, be it that very instant', () => {
    expect(after(noMessage, queue({ expiresAt: noon }), noon).events).toEqual(['MessageQueued', 'MessageExpired'])
    const { message } = after(noMessage, queue({ notBefore: evening, expiresAt: night }), noon)
    expect(after(message, { type: 'Release' }, night).events).toEqual(['MessageExpired'])
  })

  test('nobody wants is kept, but not shown', () => {
    const { message, events } = after(noMessage, queue({}, true), noon)
    expect(events).toEqual(['MessageQueued', 'MessageSuppressed'])
    expect(message.shown).toBe(false)
    expect(messageDelivery.next(message, 'msg_1')).toEqual([])
  })

  test('has an id made of dedupeKey and recipient', () => {
    expect(messageId('a', 'mbr_ada')).toBe(messageId('a', 'mbr_ada'))
    expect(messageId('a', 'mbr_ada')).not.toBe(messageId('a', 'mbr_bob'))
    expect(messageId('a', 'mbr_ada')).not.toBe(messageId('b', 'mbr_ada'))
  })
})
