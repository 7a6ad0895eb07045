import type { Request } from 'express'
import type { Locale } from '../app/words/locale.ts'

export const THEMES = ['light', 'dark', 'outdoor'] as const
export type Theme = (typeof THEMES)[number]

/** For whom a page is rendered: the cookies say what was chosen here, else the browser's languages decide. */
export interface Reader {
  readonly locale: Locale
  /** undefined: as the system has it. */
  readonly theme: Theme | undefined
  /** Slug of the place that was chosen here. */
  readonly place: string | undefined
}

export function readerOf(req: Request): Reader {
  const cookies = cookiesOf(req.get('Cookie'))
  const chosen = cookies.get('locale')
  const theme = THEMES.find((one) => one === cookies.get('theme'))
  return {
    locale: chosen === 'fr' || chosen === 'en' ? chosen : req.acceptsLanguages('fr', 'en') === 'en' ? 'en' : 'fr',
    theme,
    place: cookies.get('place'),
  }
}

function cookiesOf(header: string | undefined): ReadonlyMap<string, string> {
  return new Map(
    (header ?? '').split(';').flatMap((pair) => {
      const at = pair.indexOf('=')
      return at === -1 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const]
    }),
  )
}
