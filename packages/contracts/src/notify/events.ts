import { z } from 'zod'
import { eventCatalogue } from '../events/registry.ts'

/**
 * What a service says when a person should know something; `notify` decides channel, hour and language, and tells each
 * person once per `dedupeKey`. Every service may emit it, so its schema has one place.
 */
export const notificationAsked = z.object({
  /** Template key: `order-confirmed`, `lot-picked-up`… */
  key: z.string(),
  /** Member ids. */
  recipients: z.array(z.string()).min(1),
  /** Values for the template; numbers stay in base units and cents, notify formats them. */
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  dedupeKey: z.string(),
  notBefore: z.string().optional(),
  expiresAt: z.string().optional(),
})
export type NotificationAsked = z.infer<typeof notificationAsked>

const message = {
  /** `msg_…`, derived from dedupeKey, recipient and channel. */
  messageId: z.string(),
  key: z.string(),
  recipient: z.string(),
  channel: z.literal('in-app'),
}

/** What `notify` tells the world. Texts are not in it: they are made for the reader, in the reader's language. */
export const notifyEvents = eventCatalogue('notify', {
  /** A message exists; it goes out at once or waits for its hour. */
  MessageQueued: z.object({ ...message, notBefore: z.string().optional(), expiresAt: z.string().optional() }),
  /** It lies in the inbox of its recipient. */
  MessageSent: z.object(message),
  /** Its time had passed before it could be shown. */
  MessageExpired: z.object(message),
  /** Its hour has come; it goes into the inbox. */
  MessageReleased: z.object(message),
  /** The recipient does not want to hear of this topic. */
  MessageSuppressed: z.object({ ...message, topic: z.string() }),
  /** For the live room `me`; the version is the event's sequence. */
  InboxChanged: z.object({ memberId: z.string(), unread: z.int().min(0) }),
  PreferencesSet: z.object({ memberId: z.string(), locale: z.enum(['fr', 'en']), topicsOff: z.array(z.string()) }),
})
