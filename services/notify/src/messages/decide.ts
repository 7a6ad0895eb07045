import { accept, type Decision, type DecisionContext } from '@filature/kernel/decider'
import type { Instant } from '@filature/kernel/instant'
import type { Message, MessageContent, MessageEvent } from './message.ts'

export type MessageCommand =
  /** `unwanted`: the recipient switched the topic off. */
  | { readonly type: 'Queue'; readonly content: MessageContent; readonly unwanted: boolean }
  /** Its hour may have come. */
  | { readonly type: 'Release' }
  /** The inbox has it. */
  | { readonly type: 'NoteSent' }

/** Refuses nothing: asking again for what exists changes nothing. */
export function decideMessage(message: Message, command: MessageCommand, { now }: DecisionContext): Decision<MessageEvent> {
  switch (command.type) {
    case 'Queue': {
      if (message.state !== 'none') return accept([])
      const { content } = command
      const queued: MessageEvent = { type: 'MessageQueued', data: content }
      if (command.unwanted) return accept([queued, { type: 'MessageSuppressed', data: {} }])
      if (content.notBefore !== null && content.notBefore > now) return accept([queued])
      return accept([queued, release(content, now)])
    }
    case 'Release':
      if (message.state !== 'waiting' || message.notBefore === null || message.notBefore > now) return accept([])
      return accept([release(message, now)])
    case 'NoteSent':
      return accept(message.state === 'sending' ? [{ type: 'MessageSent', data: {} }] : [])
  }
}

function release({ expiresAt }: MessageContent, now: Instant): MessageEvent {
  if (expiresAt !== null && expiresAt <= now) return { type: 'MessageExpired', data: {} }
  return { type: 'MessageReleased', data: { at: now } }
}
