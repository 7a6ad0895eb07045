import { afterEach, beforeEach, expect, test, vi } from 'vitest'

/** Keys of the requests that were made, and what each is answered. */
let keys: (string | null)[]
let answers: (() => Response)[]
let client: typeof import('./client.ts')
let refusals: typeof import('./refused.ts')

beforeEach(async () => {
  vi.resetModules()
  vi.useFakeTimers()
  // Nobody is signed in.
  vi.stubGlobal('localStorage', { getItem: () => null })
  keys = []
  vi.stubGlobal('document', { documentElement: { lang: 'fr' } })
  vi.stubGlobal('fetch', async (_url: string, { headers }: RequestInit) => {
    keys.push(new Headers(headers).get('Idempotency-Key'))
    const answer = answers.shift()
    if (answer === undefined) throw new TypeError('Failed to fetch')
    return answer()
  })
  client = await import('./client.ts')
  refusals = await import('./refused.ts')
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Breaks off in the middle of its text. */
const cut = () =>
  new Response(
    new ReadableStream({
      start(stream) {
        stream.enqueue(new TextEncoder().encode('{"expiresInS":'))
        stream.error(new TypeError('network error'))
      },
    }),
  )

async function ask() {
  const asked = client.identity('POST /magic-links', { body: { email: 'aude@example.org' } }).catch((error: unknown) => error)
  await vi.runAllTimersAsync()
  return asked
}

test('an answer that is cut in the middle is asked for again with the same key', async () => {
  answers = [cut, () => Response.json({ expiresInS: 600 })]
  expect(await ask()).toEqual({ expiresInS: 600 })
  expect(new Set(keys).size).toBe(1)
  expect(keys).toHaveLength(2)
})

test('what nobody answers is refused as out of reach in the end, and nobody has decided it', async () => {
  answers = [cut, cut]
  const refused = await ask()
  expect(refusals.isRefused(refused, 'offline') && refusals.isUndecided(refused)).toBe(true)
  expect(new Set(keys).size).toBe(1)
})

test.each([
  ['a conflict of the domain', 409, false],
  ['wrong input', 400, false],
  ['a rate limit', 429, true],
  ['a fault of the server', 500, true],
  ['a gateway that gave up waiting', 504, true],
])('%s: decided or not', (_, status, undecided) => {
  expect(refusals.isUndecided(new refusals.Refused({ type: '', title: '', code: 'any', detail: '', status }))).toBe(undecided)
})
