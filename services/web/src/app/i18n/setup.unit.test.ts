import { afterEach, beforeEach, expect, test, vi } from 'vitest'

let setup: typeof import('./setup.ts')
let texts: typeof import('./namespaces.ts')['texts']
let words: () => string

beforeEach(async () => {
  vi.resetModules()
  vi.stubGlobal('document', { documentElement: { lang: 'fr' }, cookie: '' })
  setup = await import('./setup.ts')
  texts = (await import('./namespaces.ts')).texts
  const i18n = await setup.startTexts()
  await setup.loadTexts('market')
  words = () => `${document.documentElement.lang}: ${i18n.t('market:basket.title')}`
})
afterEach(() => {
  vi.unstubAllGlobals()
})

test('the words change with the language, and so does what the page says it is in', async () => {
  expect(words()).toBe('fr: Mon panier')
  await setup.switchLocale('en')
  expect(words()).toBe('en: My basket')
})

test('out of reach the page stays whole in the language it has', async () => {
  vi.spyOn(texts.en, 'market').mockRejectedValueOnce(new TypeError('Failed to fetch'))
  await setup.switchLocale('en')
  expect(words()).toBe('fr: Mon panier')
  await setup.switchLocale('en')
  expect(words()).toBe('en: My basket')
})

test('of two quick presses the last one counts, however late the words of the first come', async () => {
  const late = Promise.withResolvers<Awaited<ReturnType<typeof texts.en.market>>>()
  const { market } = texts.en
  vi.spyOn(texts.en, 'market').mockReturnValueOnce(late.promise)
  const first = setup.switchLocale('en')
  await setup.switchLocale('fr')
  late.resolve(await market())
  await first
  expect(words()).toBe('fr: Mon panier')
})
