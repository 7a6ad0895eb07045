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
