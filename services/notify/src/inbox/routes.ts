import type { Aggregate, ReadAggregate } from '@filature/aggregates/aggregate'
import type { notifyApi } from '@filature/contracts/notify/http'
import { isRefusal, refuse } from '@filature/kernel/refusal'
import type { Handlers } from '@filature/service-kit/route'
import type { Store } from '@filature/store/port'
import type { Message } from '../messages/message.ts'
import type { Preferences } from '../preferences/preferences.ts'
import { preferencesId } from '../preferences/preferences.ts'
import type { InboxCommand } from './decide.ts'
import { type Inbox, inboxId } from './inbox.ts'
import { listShown, listUnread } from './list.ts'

export interface InboxRoutesOptions {
  readonly store: Store
  readonly inboxes: Aggregate<Inbox, InboxCommand>
  readonly messages: Pick<Aggregate<Message, never>, 'readMany'>
  readonly preferences: Pick<Aggregate<Preferences, never>, 'read'>
}

type InboxKey = 'GET /inbox' | 'GET /inbox/summary' | 'POST /inbox/:id/read' | 'POST /inbox/read-all'
type InboxHandlers = Pick<Handlers<typeof notifyApi.endpoints>, InboxKey>

/** Everything here is the caller's own; machine tokens without a member have no inbox. */
export function inboxRoutes({ store, inboxes, messages, preferences }: InboxRoutesOptions): InboxHandlers {
  const summary = (inbox: ReadAggregate<Inbox> | undefined) => {
    const version = inbox?.version ?? 0
    return { body: { unread: inbox?.state.unread.length ?? 0, version }, version }
  }

  async function mark(memberId: string, command: InboxCommand, receivedAt: Parameters<typeof inboxes.execute>[2]) {
    const answer = await inboxes.execute(inboxId(memberId), command, receivedAt)
    return isRefusal(answer) ? answer : summary(await inboxes.read(inboxId(memberId)))
  }

  return {
    async 'GET /inbox'({ caller: { memberId, locale }, query }) {
      if (memberId === undefined) return refuse('forbidden')
      const [inbox, wishes] = await Promise.all([inboxes.read(inboxId(memberId)), preferences.read(preferencesId(memberId))])
      const reader = { memberId, unread: inbox?.state.unread ?? [], locale: wishes?.state.locale ?? locale }
      const page = query.unread === 'true' ? await listUnread(messages, reader, query) : await listShown(store, reader, query)
      return { body: page }
    },
    async 'GET /inbox/summary'({ caller: { memberId } }) {
      if (memberId === undefined) return refuse('forbidden')
      return summary(await inboxes.read(inboxId(memberId)))
    },
    async 'POST /inbox/:id/read'({ caller, params: { id }, receivedAt }) {
      if (caller.memberId === undefined) return refuse('forbidden')
      const [message] = await messages.readMany([id])
      if (message?.state.recipient !== caller.memberId || !message.state.shown) return refuse('not-found')
      return mark(caller.memberId, { type: 'Read', messageIds: [id] }, { actor: caller.actor, receivedAt })
    },
    async 'POST /inbox/read-all'({ caller, receivedAt }) {
      if (caller.memberId === undefined) return refuse('forbidden')
      return mark(caller.memberId, { type: 'ReadAll' }, { actor: caller.actor, receivedAt })
    },
  }
}
