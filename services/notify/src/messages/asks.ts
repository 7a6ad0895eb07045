import type { Aggregate } from '@filature/aggregates/aggregate'
import { orTryAgain } from '@filature/aggregates/runtime'
import { eventType } from '@filature/contracts/events/registry'
import { notificationAsked } from '@filature/contracts/notify/events'
import { systemActor } from '@filature/kernel/actor'
import type { EventRecord } from '@filature/kernel/event'
import { parseInstant } from '@filature/kernel/instant'
import { type Preferences, preferencesId } from '../preferences/preferences.ts'
import { templateOf, topicOfSource, WORDS } from '../wording/words.ts'
import type { MessageCommand } from './decide.ts'
import { type Message, type MessageContent, messageId } from './message.ts'

export interface AsksOptions {
  readonly messages: Aggregate<Message, MessageCommand>
  readonly preferences: Pick<Aggregate<Preferences, never>, 'readMany'>
  /** A key without words was asked for: the message goes out in general terms. */
  readonly onUnknownKey: (source: string, key: string) => void
}

/** Services whose questions are heard. */
export const ASKING = Object.keys(WORDS)

/** Recipients of one event that are worked on together. */
const TOGETHER = 500

const actor = systemActor('notify')

/** Makes one message per recipient of every NotificationAsked; asked again, it changes nothing (network I14). */
export function reactionsToAsks(options: AsksOptions): Readonly<Record<string, (event: EventRecord) => Promise<void>>> {
  async function hear(event: EventRecord): Promise<void> {
    const { recipients, key, params, dedupeKey, notBefore, expiresAt } = notificationAsked.parse(event.data)
    const { source } = event
    if (templateOf(source, key) === undefined) options.onUnknownKey(source, key)
    const content: Omit<MessageContent, 'recipient'> = {
      source,
      key,
      topic: topicOfSource(source),
      params,
      notBefore: notBefore === undefined ? null : parseInstant(notBefore),
      expiresAt: expiresAt === undefined ? null : parseInstant(expiresAt),
    }
    const everybody = [...new Set(recipients)]
    for (let at = 0; at < everybody.length; at += TOGETHER) {
      await queue(everybody.slice(at, at + TOGETHER), content, dedupeKey, event)
    }
  }

  async function queue(recipients: readonly string[], content: Omit<MessageContent, 'recipient'>, dedupeKey: string, cause: EventRecord) {
    const wishes = await options.preferences.readMany(recipients.map(preferencesId))
    const answers = await Promise.all(
      recipients.map((recipient, at) =>
        options.messages.execute(
          messageId(dedupeKey, recipient),
          {
            type: 'Queue',
            content: { ...content, recipient },
            unwanted: wishes[at]?.state.topicsOff.includes(content.topic) === true,
          },
          { actor, causationId: cause.id, correlationId: cause.correlationId ?? cause.id, traceparent: cause.traceparent },
        ),
      ),
    )
    for (const answer of answers) orTryAgain(answer)
  }

  return Object.fromEntries(ASKING.map((source) => [eventType(source, 'NotificationAsked'), hear]))
}
