import { z } from 'zod'
import { serviceApi } from '../http/endpoint.ts'
import { pageOf, pageQuery } from '../http/page.ts'

/** What messages are about; a person may switch each of them off but `account`. */
export const NOTIFY_TOPICS = ['market', 'materials', 'worksites', 'exchange', 'account'] as const
export type NotifyTopic = (typeof NOTIFY_TOPICS)[number]

export const inboxMessage = z.object({
  id: z.string(),
  key: z.string().meta({ description: 'template: order-confirmed, lot-picked-up…' }),
  topic: z.enum(NOTIFY_TOPICS),
  title: z.string(),
  text: z.string(),
  /** Path of the screen it is about, when there is one. */
  path: z.string().optional(),
  sentAt: z.string(),
  unread: z.boolean(),
})
export type InboxMessage = z.infer<typeof inboxMessage>

export const inboxSummary = z.object({
  unread: z.int().meta({ description: 'at most 500 are counted as unread; older ones count as read' }),
  version: z.int().meta({ description: 'the same number as in the live room `me`' }),
})

export const preferences = z.object({
  locale: z.enum(['fr', 'en']).optional().meta({ description: 'language of messages; absent: that of the request' }),
  topicsOff: z.array(z.enum(NOTIFY_TOPICS)),
})

export const notifyApi = serviceApi('notify', 'Messages', {
  'GET /inbox': {
    summary: 'Own messages, newest first, in the language of preferences or request',
    access: 'signed-in',
    query: pageQuery.extend({
      unread: z.enum(['true']).optional().meta({ description: '`true`: only what is unread' }),
    }),
    reply: pageOf(inboxMessage),
  },
  'GET /inbox/summary': { summary: 'How many are unread', access: 'signed-in', reply: inboxSummary },
  'POST /inbox/:id/read': {
    summary: 'Marks one own message as read; repeating changes nothing',
    access: 'signed-in',
    params: z.object({ id: z.string().max(60) }),
    reply: inboxSummary,
  },
  'POST /inbox/read-all': { summary: 'Marks all own messages as read', access: 'signed-in', reply: inboxSummary },
  'GET /preferences': { summary: 'Own language and topics', access: 'signed-in', reply: preferences },
  'PUT /preferences': {
    summary: 'Sets language and topics switched off',
    access: 'signed-in',
    body: z.strictObject({
      locale: z.enum(['fr', 'en']),
      topicsOff: z.array(z.enum(NOTIFY_TOPICS)).max(NOTIFY_TOPICS.length).default([]),
    }),
    reply: preferences,
    refusals: ['security-not-mutable'],
  },
})
