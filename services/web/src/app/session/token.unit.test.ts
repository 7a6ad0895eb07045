import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const HER = { id: 'mem_1', displayName: 'Aude T.', locale: 'fr' } as const
const HIM = { id: 'mem_2', displayName: 'Rémi C.', locale: 'fr' } as const
const ENDED = new Date(0).toISOString()
const signInOf = (member: typeof HER | typeof HIM, token: string, expiresAt = '2999-01-01T00:00:00.000Z') => ({ member, token, expiresAt })

/** What a browser keeps, in memory. */
function keptHere(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const kept = new Map<string, string>()
  return {
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  }
}

let session: typeof import('./token.ts')
/** Where the browser tells of what other windows did. */
let browser: EventTarget
/** Identity's answers to a new token, in the order they are asked for. */
let asked: PromiseWithResolvers<Response>[]

beforeEach(async () => {
  vi.resetModules()
  asked = []
  vi.stubGlobal('localStorage', keptHere())
  vi.stubGlobal('fetch', () => {
    const answer = Promise.withResolvers<Response>()
    asked.push(answer)
    return answer.promise
  })
  session = await import('./token.ts')
  browser = new EventTarget()
  session.followOtherWindows(browser)
})
afterEach(() => {
  vi.unstubAllGlobals()
})

test('who is here is known again by the next page, and nobody after a sign-out', async () => {
  session.signedIn(signInOf(HER, 'new'))
  vi.resetModules()
  const next = await import('./token.ts')
  expect(next.currentPerson()).toEqual(HER)
  await next.signedOut('out')
  vi.resetModules()
  expect((await import('./token.ts')).currentPerson()).toBeUndefined()
})

test('a token that ends is renewed once for all who wait for it', async () => {
  session.signedIn(signInOf(HER, 'old', ENDED))
  const tokens = Promise.all([session.freshToken(), session.freshToken()])
  asked[0]?.resolve(Response.json(signInOf(HER, 'new')))
  expect(await tokens).toEqual(['new', 'new'])
  expect(asked).toHaveLength(1)
})

test('who signs out while a new token is on its way stays out', async () => {
  session.signedIn(signInOf(HER, 'old', ENDED))
  const token = session.freshToken()
  await session.signedOut('out')
  asked[0]?.resolve(Response.json(signInOf(HER, 'new')))
  expect(await token).toBeUndefined()
  expect(session.currentPerson()).toBeUndefined()
})

test.each([
  ['a token for the one before', () => Response.json(signInOf(HER, 'hers'))],
  ['the end of the session before', () => new Response(null, { status: 401 })],
])('who signs in meanwhile is not replaced by %s', async (_, late) => {
  session.signedIn(signInOf(HER, 'old', ENDED))
  const token = session.freshToken()
  session.signedIn(signInOf(HIM, 'his'))
  asked[0]?.resolve(late())
  expect(await token).toBe('his')
  expect(session.currentPerson()).toEqual(HIM)
})

/** Another window of the same browser writes who is here. */
function elsewhere(next: typeof HER | typeof HIM | undefined) {
  if (next === undefined) localStorage.removeItem('filature.person')
  else localStorage.setItem('filature.person', JSON.stringify(next))
  return Object.assign(new Event('storage'), { key: 'filature.person' })
}

test('who signs out in one window is out in all of them, and the token is gone', async () => {
  session.signedIn(signInOf(HER, 'hers'))
  const told: unknown[] = []
  session.onPersonChange(() => told.push(session.currentPerson()))
  browser.dispatchEvent(elsewhere(undefined))
  expect([session.currentPerson(), await session.freshToken(), told]).toEqual([undefined, undefined, [undefined]])
})

test.each([
  ['somebody else', HIM],
  ['the same person again', HER],
])('%s who signs in in another window is here too, with a token of the new session', async (_, next) => {
  session.signedIn(signInOf(HER, 'of the old session'))
  browser.dispatchEvent(elsewhere(undefined))
  browser.dispatchEvent(elsewhere(next))
  const token = session.freshToken()
  asked[0]?.resolve(Response.json(signInOf(next, 'of the new session')))
  expect(await token).toBe('of the new session')
  expect(session.currentPerson()).toEqual(next)
})

test.each([
  ['a token for the one before', () => Response.json(signInOf(HER, 'hers'))],
  ['the end of the session before', () => new Response(null, { status: 401 })],
])('who came in another window while this one asked is given a token of their own, not %s', async (_, late) => {
  session.signedIn(signInOf(HER, 'old', ENDED))
  const token = session.freshToken()
  browser.dispatchEvent(elsewhere(HIM))
  asked[0]?.resolve(late())
  await expect.poll(() => asked.length).toBe(2)
  asked[1]?.resolve(Response.json(signInOf(HIM, 'his')))
  expect(await token).toBe('his')
  expect(session.currentPerson()).toEqual(HIM)
})

test('the end of an old session does not sign out who came meanwhile, before this window heard of it', async () => {
  session.signedIn(signInOf(HER, 'old', ENDED))
  const token = session.freshToken()
  elsewhere(HIM)
  asked[0]?.resolve(new Response(null, { status: 401 }))
  await expect.poll(() => asked.length).toBe(2)
  asked[1]?.resolve(Response.json(signInOf(HIM, 'his')))
  expect(await token).toBe('his')
  expect(JSON.parse(localStorage.getItem('filature.person') ?? '')).toEqual(HIM)
})

test('a window that slept in the history while somebody signed out knows it when it is shown again', () => {
  session.signedIn(signInOf(HER, 'hers'))
  elsewhere(undefined)
  expect(session.currentPerson()).toEqual(HER)
  browser.dispatchEvent(new Event('pageshow'))
  expect(session.currentPerson()).toBeUndefined()
})

test('where the browser keeps nothing a window that is shown again stays whose it was', () => {
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem: () => {
      throw new DOMException('denied', 'SecurityError')
    },
  })
  session.signedIn(signInOf(HER, 'hers'))
  browser.dispatchEvent(new Event('pageshow'))
  expect(session.currentPerson()).toEqual(HER)
})

test('another name is kept for the next page', () => {
  session.signedIn(signInOf(HER, 'hers'))
  session.renamed('Aude Tisserand')
  expect(JSON.parse(localStorage.getItem('filature.person') ?? '')).toEqual({ ...HER, displayName: 'Aude Tisserand' })
})
