import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const HER = { id: 'mem_1', displayName: 'Aude T.', locale: 'fr' } as const
const HIM = { id: 'mem_2', displayName: 'Rémi C.', locale: 'fr' } as const
const signInOf = (member: typeof HER | typeof HIM, token: string) => ({ member, token, expiresAt: '2999-01-01T00:00:00.000Z' })

/** What was asked, in whose name, and how each question is answered. */
let asked: { readonly url: string; readonly token: string | null; answer(response: Response | Error): void }[]
let client: typeof import('./client.ts')
let session: typeof import('../session/token.ts')
let refusals: typeof import('./refused.ts')

beforeEach(async () => {
  vi.resetModules()
  vi.useFakeTimers()
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined, removeItem: () => undefined })
  vi.stubGlobal('document', { documentElement: { lang: 'fr' } })
  asked = []
  vi.stubGlobal('fetch', (url: string, { headers }: RequestInit) => {
    const answer = Promise.withResolvers<Response>()
    asked.push({
      url,
      token: new Headers(headers).get('Authorization'),
      answer: (given) => (given instanceof Error ? answer.reject(given) : answer.resolve(given)),
    })
    return answer.promise
  })
  client = await import('./client.ts')
  session = await import('../session/token.ts')
  refusals = await import('./refused.ts')
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ type: `urn:filature:${code}`, title: code, status, code, detail: '' }, { status, headers })
const addCarrots = () =>
  client
    .market('PUT /sessions/:id/my-order/lines/:offerId', { params: { id: 'ses_1', offerId: 'off_1' }, body: { qtyB: 500 } })
    .catch((error: unknown) => error)
const codeOf = (outcome: unknown) => (refusals.isRefused(outcome) ? outcome.problem.code : outcome)
/** Lets everything go on until so many questions have been asked. */
const untilAsked = async (count: number) => {
  for (let round = 0; asked.length < count && round < 50; round += 1) await vi.advanceTimersByTimeAsync(500)
  expect(asked.length).toBe(count)
}

test('what one person asked for is not tried again in the name of the next', async () => {
  session.signedIn(signInOf(HER, 'hers'))
  const outcome = addCarrots()
  await untilAsked(1)
  asked[0]?.answer(new TypeError('Failed to fetch'))
  session.signedIn(signInOf(HIM, 'his'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(codeOf(await outcome)).toBe('person-left')
  expect(asked.map(({ token }) => token)).toEqual(['Bearer hers'])
})

test('what one person is told does not arrive at the screen of the next, or of nobody', async () => {
  for (const leave of [() => session.signedIn(signInOf(HIM, 'his')), () => void session.signedOut('out')]) {
    session.signedIn(signInOf(HER, 'hers'))
    const outcome = client.market('GET /my-orders/open', {}).catch((error: unknown) => error)
    await untilAsked(1)
    leave()
    asked.pop()?.answer(Response.json({ items: ['hers alone'] }))
    expect(codeOf(await outcome)).toBe('person-left')
  }
})

test('whose session has ended is told to sign in, as before', async () => {
  session.signedIn(signInOf(HER, 'hers'))
  const outcome = addCarrots()
  await untilAsked(1)
  asked[0]?.answer(problem(401, 'unauthenticated'))
  await untilAsked(2)
  expect(asked[1]?.url).toBe('/api/identity/v1/token')
  asked[1]?.answer(problem(401, 'unauthenticated'))
  await untilAsked(3)
  asked[2]?.answer(problem(401, 'unauthenticated'))
  expect(codeOf(await outcome)).toBe('unauthenticated')
})

test('while identity is away, who is signed in is not sent to the door: it is tried on, then said that it does not answer', async () => {
  session.signedIn(signInOf(HER, 'hers'))
  // Her rights changed, and the new token does not come.
  const renewed = session.signedOut('renew')
  const outcome = addCarrots()
  const answering = setInterval(() => {
    for (const { url, answer } of asked) {
      if (url.startsWith('/api/identity/')) answer(problem(503, 'unavailable', { 'Retry-After': '2' }))
      else answer(problem(401, 'unauthenticated'))
    }
  }, 10)
  await vi.advanceTimersByTimeAsync(60_000)
  clearInterval(answering)
  await renewed
  expect(codeOf(await outcome)).toBe('unavailable')
  expect(session.currentPerson()).toEqual(HER)
})

test('a pause that is no number of seconds is a second', async () => {
  const outcome = addCarrots()
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    await untilAsked(attempt)
    asked.at(-1)?.answer(problem(503, 'unavailable', { 'Retry-After': 'Fri, 27 Nov 2026 09:00:00 GMT' }))
    await vi.advanceTimersByTimeAsync(600)
    expect(asked).toHaveLength(attempt)
  }
  expect(codeOf(await outcome)).toBe('unavailable')
})
