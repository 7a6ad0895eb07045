import { beforeEach, expect, test, vi } from 'vitest'

const HERE = 'https://filature.example/materiaux'

/** A tab of the present build, and how often it fetched its page anew. */
async function openTab(
  remembered: Map<string, string>,
  given: { build?: string; address?: string; online?: boolean; writing?: boolean } = {},
) {
  vi.resetModules()
  const { followNewBuilds, orLeaving } = await import('./new-build.ts')
  const events = new EventTarget()
  let fetched = 0
  followNewBuilds({
    events,
    storage: () => ({ getItem: (name) => remembered.get(name) ?? null, setItem: (name, value) => void remembered.set(name, value) }),
    build: given.build ?? '/assets/index-old.js',
    address: () => given.address ?? HERE,
    isOnline: () => given.online ?? true,
    isWriting: () => given.writing ?? false,
    fetchAnew: () => {
      fetched += 1
    },
  })
  return { missing: () => events.dispatchEvent(new Event('vite:preloadError', { cancelable: true })), fetched: () => fetched, orLeaving }
}

let remembered: Map<string, string>
beforeEach(() => {
  remembered = new Map()
})

test('a part that a new build took away fetches the page anew, once for all that is missing', async () => {
  const tab = await openTab(remembered)
  tab.missing()
  tab.missing()
  expect(tab.fetched()).toBe(1)
})

test('a part that is still missing in the page fetched anew makes no loop', async () => {
  ;(await openTab(remembered)).missing()
  const again = await openTab(remembered)
  again.missing()
  expect(again.fetched()).toBe(0)
})

test('another address of the same build, and the same address of a later build, are tried on their own', async () => {
  ;(await openTab(remembered)).missing()
  const elsewhere = await openTab(remembered, { address: `${HERE}/FIL-1` })
  elsewhere.missing()
  const later = await openTab(remembered, { build: '/assets/index-new.js' })
  later.missing()
  expect([elsewhere.fetched(), later.fetched()]).toEqual([1, 1])
})

test.each([
  ['without a network', { online: false }],
  ['while somebody writes', { writing: true }],
])('%s the page stays as it is, and may be fetched anew later', async (_, given) => {
  const tab = await openTab(remembered, given)
  tab.missing()
  expect(tab.fetched()).toBe(0)
  const later = await openTab(remembered)
  later.missing()
  expect(later.fetched()).toBe(1)
})

test('where a browser keeps nothing for a tab the page is never fetched anew', async () => {
  vi.resetModules()
  const { followNewBuilds } = await import('./new-build.ts')
  const events = new EventTarget()
  const fetchAnew = vi.fn()
  const storage = () => {
    throw new DOMException('denied', 'SecurityError')
  }
  followNewBuilds({ events, storage, build: 'b', address: () => HERE, isOnline: () => true, isWriting: () => false, fetchAnew })
  events.dispatchEvent(new Event('vite:preloadError'))
  expect(fetchAnew).not.toHaveBeenCalled()
})

test('what is missing while the page is fetched anew shows no error; any other fault does', async () => {
  const staying = await openTab(new Map(), { online: false })
  staying.missing()
  await expect(staying.orLeaving(Promise.reject(new Error('gone')))).rejects.toThrow('gone')
  const leaving = await openTab(remembered)
  leaving.missing()
  const outcome = Promise.race([leaving.orLeaving(Promise.reject(new Error('gone'))), Promise.resolve('still waiting')])
  await expect(outcome).resolves.toBe('still waiting')
})
