import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const HER = { id: 'mem_1', displayName: 'Aude T.', locale: 'fr' } as const
const HIM = { id: 'mem_2', displayName: 'Rémi C.', locale: 'fr' } as const
const signInOf = (member: typeof HER | typeof HIM) => ({ member, token: member.id, expiresAt: '2999-01-01T00:00:00.000Z' })

let session: typeof import('./token.ts')
let queries: QueryClient

beforeEach(async () => {
  vi.resetModules()
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => undefined, removeItem: () => undefined })
  session = await import('./token.ts')
  queries = new QueryClient()
  ;(await import('./leave-nothing.ts')).leaveNothing(queries)
})
afterEach(() => {
  queries.clear()
  vi.unstubAllGlobals()
})

/** Whatever is remembered, by the first words of its keys. */
const remembered = () =>
  queries
    .getQueryCache()
    .getAll()
    .map(({ queryKey }) => queryKey[0])
    .sort()

function readAll() {
  queries.setQueryData(['places'], 'for everybody')
  queries.setQueryData(['offers', 'ses_1'], 'for everybody')
  queries.setQueryData(['holds', HER.id], 'hers')
  queries.setQueryData(['my-order', 'ses_1', HER.id], 'hers')
  // What the competent may see only.
  queries.setQueryData(['lot', 'FIL-1', '46.58,0.34'], 'as she may see it')
}

test.each([
  ['signs out', () => void session.signedOut('out')],
  ['makes room for another', () => session.signedIn(signInOf(HIM))],
])('who %s leaves nothing but what is the same for everybody, which is read again', async (_, leave) => {
  session.signedIn(signInOf(HER))
  readAll()
  queries.getMutationCache().build(queries, { mutationKey: ['set-line'] })
  leave()
  expect(remembered()).toEqual(['offers', 'places'])
  await expect.poll(() => queries.getQueryState(['places'])?.isInvalidated).toBe(true)
  expect(queries.getMutationCache().getAll()).toEqual([])
})

test('what was being read for everybody when one left is read again, and nobody sees that it was not answered', async () => {
  session.signedIn(signInOf(HER))
  const reads: PromiseWithResolvers<string>[] = []
  const places = new QueryObserver(queries, {
    queryKey: ['places'],
    queryFn: () => {
      const read = Promise.withResolvers<string>()
      reads.push(read)
      return read.promise
    },
    retry: false,
  })
  const errors: unknown[] = []
  const stop = places.subscribe(({ error }) => errors.push(error))
  await expect.poll(() => reads.length).toBe(1)
  void session.signedOut('out')
  reads[0]?.reject(new Error('asked by who has left'))
  await expect.poll(() => reads.length).toBe(2)
  reads[1]?.resolve('for everybody')
  await expect.poll(() => places.getCurrentResult().data).toBe('for everybody')
  expect(errors.filter((error) => error !== null)).toEqual([])
  stop()
})

test('who comes where nobody was keeps what is on the screen while it is read again', () => {
  readAll()
  session.signedIn(signInOf(HER))
  expect(remembered()).toHaveLength(5)
  expect(queries.getQueryState(['lot', 'FIL-1', '46.58,0.34'])?.isInvalidated).toBe(true)
})

test('a new token or another name of the same person changes nothing', () => {
  session.signedIn(signInOf(HER))
  readAll()
  session.signedIn(signInOf(HER))
  session.renamed('Aude Tisserand')
  expect(remembered()).toHaveLength(5)
  expect(queries.getQueryState(['holds', HER.id])?.isInvalidated).toBe(false)
})
