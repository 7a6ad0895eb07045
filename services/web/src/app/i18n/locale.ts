import type { Locale } from '../words/locale.ts'

export type { Locale }

const COOKIE = 'locale'

/** The language of the page, as the server rendered it; French first. */
export function currentLocale(): Locale {
  return document.documentElement.lang === 'en' ? 'en' : 'fr'
}

/** Remembered in a cookie, so that the server's first answer is already in the right language. */
export function rememberLocale(locale: Locale): void {
  document.documentElement.lang = locale
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we serve
  document.cookie = `${COOKIE}=${locale}; path=/; max-age=31536000; samesite=lax`
}
