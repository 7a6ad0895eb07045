import { derivedId } from '@filature/kernel/ids'

/** What one person has not read yet. The messages themselves are aggregates of their own. */
export interface Inbox {
  readonly memberId: string
  /** Message ids, oldest first. */
  readonly unread: readonly string[]
}

export interface InboxEvent {
  readonly type: 'InboxChanged'
  readonly data: { readonly memberId: string; readonly added: readonly string[]; readonly removed: readonly string[] }
}

export const emptyInbox: Inbox = { memberId: '', unread: [] }

/** One inbox per member. */
export const inboxId = (memberId: string): string => derivedId('inb_', memberId)

export function evolveInbox(inbox: Inbox, { data }: InboxEvent): Inbox {
  const removed = new Set(data.removed)
  return { memberId: data.memberId, unread: [...inbox.unread.filter((id) => !removed.has(id)), ...data.added] }
}
