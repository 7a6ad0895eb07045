import type { NotifyTopic } from '@filature/contracts/notify/http'
import { derivedId } from '@filature/kernel/ids'
import type { Instant } from '@filature/kernel/instant'

export type Params = Readonly<Record<string, string | number | boolean | null>>

/** What is to be said to one person, once. Words are made when it is read, in the reader's language. */
export interface MessageContent {
  /** The service that asked, whose words the key stands for: `market`. */
  readonly source: string
  readonly key: string
  readonly recipient: string
  readonly topic: NotifyTopic
  readonly params: Params
  /** Not shown before. */
  readonly notBefore: Instant | null
  /** Not shown from then on, if it was not shown before. */
  readonly expiresAt: Instant | null
}

export interface Message extends MessageContent {
  /** `none`: nobody asked for it yet. `sending`: it goes into the inbox. */
  readonly state: 'none' | 'waiting' | 'sending' | 'sent' | 'expired' | 'suppressed'
  /** It may be listed; a field of its own so that an index can serve the list. */
  readonly shown: boolean
  readonly shownAt: Instant | null
}

export type MessageEvent =
  | { readonly type: 'MessageQueued'; readonly data: MessageContent }
  /** Its hour has come. */
  | { readonly type: 'MessageReleased'; readonly data: { readonly at: Instant } }
  | { readonly type: 'MessageSent' | 'MessageExpired' | 'MessageSuppressed'; readonly data: Record<string, never> }

export const noMessage: Message = {
  source: '',
  key: '',
  recipient: '',
  topic: 'account',
  params: {},
  notBefore: null,
  expiresAt: null,
  state: 'none',
  shown: false,
  shownAt: null,
}

/** Network I14: one message per dedupeKey, recipient and channel, however often it is asked for. */
export const messageId = (dedupeKey: string, recipient: string): string => derivedId('msg_', dedupeKey, recipient, 'in-app')

export function evolveMessage(message: Message, event: MessageEvent): Message {
  switch (event.type) {
    case 'MessageQueued':
      return { ...message, ...event.data, state: 'waiting' }
    case 'MessageReleased':
      return { ...message, state: 'sending', shown: true, shownAt: event.data.at }
    case 'MessageSent':
      return { ...message, state: 'sent' }
    case 'MessageExpired':
      return { ...message, state: 'expired' }
    case 'MessageSuppressed':
      return { ...message, state: 'suppressed' }
  }
}
