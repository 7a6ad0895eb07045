import type { ProcessManager } from '@filature/aggregates/process'
import { inboxId } from '../inbox/inbox.ts'
import { decideMessage, type MessageCommand } from './decide.ts'
import { evolveMessage, type Message, type MessageEvent, noMessage } from './message.ts'

/** Brings a message into the inbox of its recipient at its hour: a process, so that a crash at any step is resumed. */
export const messageDelivery: ProcessManager<Message, MessageCommand, MessageEvent> = {
  aggregate: 'message',
  initial: noMessage,
  decide: decideMessage,
  evolve: evolveMessage,
  nextDue: ({ state, notBefore }) => (state === 'waiting' && notBefore !== null ? notBefore : undefined),
  dueCommand: { type: 'Release' },
  next({ state, recipient }, id) {
    if (state !== 'sending') return []
    const command = { type: 'Receive' as const, memberId: recipient, messageId: id }
    return [{ key: 'receive', to: 'inbox', id: inboxId(recipient), command, told: () => ({ type: 'NoteSent' }) }]
  },
  publish(event, { key, recipient, topic, notBefore, expiresAt }, { id }) {
    const message = { messageId: id, key, recipient, channel: 'in-app' }
    // Parameters stay here: they may tell more about a person than other services need.
    if (event.type === 'MessageSuppressed') return { ...message, topic }
    if (event.type !== 'MessageQueued') return message
    return { ...message, ...(notBefore !== null && { notBefore }), ...(expiresAt !== null && { expiresAt }) }
  },
}
