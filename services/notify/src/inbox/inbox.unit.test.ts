import { systemActor } from '@filature/kernel/actor'
import { parseInstant } from '@filature/kernel/instant'
import { isRefusal } from '@filature/kernel/refusal'
import { expect, test } from 'vitest'
import { type InboxCommand, inboxDecider } from './decide.ts'
import { emptyInbox, evolveInbox, type Inbox } from './inbox.ts'

const context = {
  now: parseInstant('2026-11-25T12:00:00Z'),
  actor: systemActor('test'),
  id: 'inb_1',
  idempotencyKey: undefined,
  version: 0,
}

function after(inbox: Inbox, ...commands: InboxCommand[]): { inbox: Inbox; changes: number } {
  let changes = 0
  let state = inbox
  for (const command of commands) {
    const decision = inboxDecider.decide(state, command, context)
    if (isRefusal(decision)) throw new Error('an inbox refuses nothing')
    changes += decision.events.length
    state = decision.events.reduce(evolveInbox, state)
  }
  return { inbox: state, changes }
}
const receive = (messageId: string): InboxCommand => ({ type: 'Receive', memberId: 'mbr_ada', messageId })

test('a message received twice is unread once', () => {
  const { inbox, changes } = after(emptyInbox, receive('msg_1'), receive('msg_1'))
  expect([inbox.unread, changes]).toEqual([['msg_1'], 1])
})

test('reading what is not unread changes nothing', () => {
  const { inbox, changes } = after(
    emptyInbox,
    receive('msg_1'),
    { type: 'Read', messageIds: ['msg_2'] },
    { type: 'ReadAll' },
    { type: 'ReadAll' },
  )
  expect([inbox.unread, changes]).toEqual([[], 2])
})

test('the 501st unread message makes the oldest count as read', () => {
  const { inbox } = after(emptyInbox, ...Array.from({ length: 501 }, (_, at) => receive(`msg_${at}`)))
  expect(inbox.unread).toHaveLength(500)
  expect([inbox.unread[0], inbox.unread.at(-1)]).toEqual(['msg_1', 'msg_500'])
})
