import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let unread: typeof import('./unread.ts')
let store: typeof import('../live/store.ts')
let answered: PromiseWithResolvers<Response>

beforeEach(async () => {
  vi.resetModules()
  vi.stubGlobal('localStorage', { getItem: () => null })
  vi.stubGlobal('document', { hidden: false, documentElement: { lang: 'fr' } })
  vi.stubGlobal('requestAnimationFrame', () => 1)
  answered = Promise.withResolvers()
  vi.stubGlobal('fetch', () => answered.promise)
  store = await import('../live/store.ts')
  unread = await import('./unread.ts')
})
afterEach(() => {
  vi.unstubAllGlobals()
})

const inbox = (v: number, count: number) => ({ id: 'inbox', v, unread: count })

test('messages read on another device while the socket was away are not counted any more', async () => {
  store.apply([inbox(5, 1)])
  const read = unread.readUnread()
  answered.resolve(Response.json({ unread: 0 }))
  expect(await read).toEqual({ unread: 0 })
  expect(store.versionOf('inbox')).toBeUndefined()
})

test('a message that comes while the inbox is being read is counted', async () => {
  store.apply([inbox(5, 1)])
  const read = unread.readUnread()
  store.apply([inbox(6, 2)])
  answered.resolve(Response.json({ unread: 1 }))
  await read
  expect(store.versionOf('inbox')).toBe(6)
})
