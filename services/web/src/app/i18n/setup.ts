import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { announceNow } from '../pieces/live-region.tsx'
import { french } from '../words/spacing.ts'
import { currentLocale, type Locale, rememberLocale } from './locale.ts'
import { type Namespace, type Texts, texts } from './namespaces.ts'

/** Texts come with the route that shows them; `common` is needed by every screen. */
export async function startTexts(): Promise<i18n> {
  const locale = currentLocale()
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: false,
    ns: ['common'],
    defaultNS: 'common',
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false },
  })
  await loadTexts('common', 'refusals')
  return i18next
}

const wanted = new Set<Namespace>()

/** Called by routes before they show. */
export async function loadTexts(...namespaces: readonly Namespace[]): Promise<void> {
  for (const namespace of namespaces) wanted.add(namespace)
  const locale = currentLocale()
  await Promise.all(
    namespaces.map(async (namespace) => {
      if (i18next.hasResourceBundle(locale, namespace)) return
      const { default: loaded } = await texts[locale][namespace]()
      i18next.addResourceBundle(locale, namespace, locale === 'fr' ? spaced(loaded) : loaded)
    }),
  )
}

/** Keeps route, form and focus: only the words change. Where they cannot be fetched the page stays whole in the language it has. */
export async function switchLocale(locale: Locale): Promise<void> {
  const before = currentLocale()
  rememberLocale(locale)
  try {
    await loadTexts(...wanted)
  } catch {
    if (currentLocale() === locale) rememberLocale(before)
    announceNow(i18next.t('refusals:offline'))
    return
  }
  // Somebody who pressed again meanwhile reads what was asked for last.
  if (currentLocale() === locale) await i18next.changeLanguage(locale)
}

function spaced(bundle: Texts): Texts {
  return Object.fromEntries(Object.entries(bundle).map(([key, value]) => [key, typeof value === 'string' ? french(value) : spaced(value)]))
}
