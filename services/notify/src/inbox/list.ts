import type { Aggregate } from '@filature/aggregates/aggregate'
import type { InboxMessage } from '@filature/contracts/notify/http'
import type { CollectionDefinition, Store } from '@filature/store/port'
import type { Message } from '../messages/message.ts'
import type { Locale } from '../wording/format.ts'
import { wordsFor } from '../wording/words.ts'

export const MESSAGE_INDEXES: CollectionDefinition['indexes'] = { byRecipient: ['recipient', 'shown', 'shownAt'] }

/** Who reads, what is unread, in which language. */
export interface Reader {
  readonly memberId: string
  /** Oldest first. */
  readonly unread: readonly string[]
  readonly locale: Locale
}

interface PageAsked {
  readonly after?: string | undefined
  readonly limit: number
}

interface MessagePage {
  readonly items: InboxMessage[]
  readonly next?: string
}

/** All messages that were shown, newest first. */
export async function listShown(store: Store, reader: Reader, { after, limit }: PageAsked): Promise<MessagePage> {
  const page = await store.find('message', {
    where: { recipient: reader.memberId, shown: true },
    orderBy: { field: 'shownAt', direction: 'desc' },
    limit,
    ...(after !== undefined && { after }),
  })
  // Documents of this collection are written by the message's own decider only.
  const items = page.items.map(({ id, document }) => worded(id, document as Message, reader))
  return page.next === undefined ? { items } : { items, next: page.next }
}

/** What is unread, newest first; a page begins after the message that `after` names, or at the start when it was read since. */
export async function listUnread(
  messages: Pick<Aggregate<Message, never>, 'readMany'>,
  reader: Reader,
  { after, limit }: PageAsked,
): Promise<MessagePage> {
  const newestFirst = [...reader.unread].reverse()
  const start = after === undefined ? 0 : newestFirst.indexOf(after) + 1
  const ids = newestFirst.slice(start, start + limit)
  const found = await messages.readMany(ids)
  const items = found.flatMap((message) => (message === undefined ? [] : [worded(message.id, message.state, reader)]))
  const last = ids.at(-1)
  return last === undefined || newestFirst.length <= start + limit ? { items } : { items, next: last }
}

function worded(id: string, { source, key, topic, params, shownAt }: Message, { unread, locale }: Reader): InboxMessage {
  const { title, text, path } = wordsFor(source, key, params, locale)
  return { id, key, topic, title, text, path, sentAt: shownAt ?? '', unread: unread.includes(id) }
}
