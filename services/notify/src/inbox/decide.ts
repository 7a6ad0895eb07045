import { accept, type Decider, type Decision } from '@filature/kernel/decider'
import { emptyInbox, evolveInbox, type Inbox, type InboxEvent } from './inbox.ts'

export type InboxCommand =
  | { readonly type: 'Receive'; readonly memberId: string; readonly messageId: string }
  /** Ids that are not unread are passed over, so that repeating changes nothing. */
  | { readonly type: 'Read'; readonly messageIds: readonly string[] }
  | { readonly type: 'ReadAll' }

/** Keeps the document small for those who never look: beyond it, the oldest counts as read. */
const UNREAD_MOST = 500

export const inboxDecider: Decider<Inbox, InboxCommand, InboxEvent> = {
  aggregate: 'inbox',
  initial: emptyInbox,
  decide: decideInbox,
  evolve: evolveInbox,
  publish: (_event, { memberId, unread }) => ({ memberId, unread: unread.length }),
}

function decideInbox({ memberId, unread }: Inbox, command: InboxCommand): Decision<InboxEvent, undefined> {
  switch (command.type) {
    case 'Receive': {
      if (unread.includes(command.messageId)) return accept([])
      const tooMany = unread.slice(0, Math.max(0, unread.length + 1 - UNREAD_MOST))
      return accept([{ type: 'InboxChanged', data: { memberId: command.memberId, added: [command.messageId], removed: tooMany } }])
    }
    case 'Read':
      return read(
        memberId,
        unread.filter((id) => command.messageIds.includes(id)),
      )
    case 'ReadAll':
      return read(memberId, unread)
  }
}

function read(memberId: string, removed: readonly string[]): Decision<InboxEvent, undefined> {
  return accept(removed.length === 0 ? [] : [{ type: 'InboxChanged', data: { memberId, added: [], removed } }])
}
