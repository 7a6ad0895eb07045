import { marketNow, sessionPage } from './market.ts'
import { lotPage, searchPage } from './materials.ts'
import type { PageBuilder } from './page.ts'
import { networkPage, placePage } from './places.ts'

export interface PageRoute {
  /** `:name` stands for one part of the path. The same addresses as in the application's router. */
  readonly path: string
  /** What public pages show without a script; the others are the application alone. */
  readonly build?: PageBuilder
  /** Sources of its code and words (`{locale}`), fetched together with the page. */
  readonly sources: readonly string[]
}

const screen = (file: string, words: string) => [`src/app/screens/${file}.tsx`, `src/app/i18n/{locale}/${words}.ts`]

export const PAGE_ROUTES: readonly PageRoute[] = [
  { path: '/', build: networkPage, sources: screen('place/network', 'place') },
  { path: '/lieux/:place', build: placePage, sources: screen('place/place', 'place') },
  { path: '/marche', build: marketNow, sources: screen('market/market-now', 'market') },
  { path: '/marche/:session', build: sessionPage, sources: screen('market/session-page', 'market') },
  { path: '/marche/:session/:offer', build: sessionPage, sources: screen('market/session-page', 'market') },
  { path: '/producteurs/:producer', sources: screen('market/producer-page', 'market') },
  { path: '/materiaux', build: searchPage, sources: screen('materials/search-page', 'materials') },
  { path: '/materiaux/:code', build: lotPage, sources: screen('materials/lot-page', 'materials') },
  { path: '/connexion', sources: screen('sign-in/sign-in-page', 'sign-in') },
  { path: '/moi', sources: screen('me/me-page', 'me') },
  { path: '/moi/panier', sources: screen('market/baskets', 'market') },
  { path: '/moi/panier/valider', sources: screen('market/checkout', 'market') },
  { path: '/moi/commandes/:order', sources: screen('market/order-page', 'market') },
  { path: '/moi/reservations', sources: screen('me/reservations', 'me') },
  { path: '/moi/recherches', sources: screen('me/wishes', 'materials') },
  { path: '/moi/messages', sources: screen('me/messages', 'me') },
  ...['/chantiers', '/impact', '/reseau', '/entraide'].map((path) => ({ path, sources: screen('about/soon', 'about') })),
  ...['/aide', '/regles', '/accessibilite', '/confidentialite'].map((path) => ({ path, sources: screen('about/notes', 'about') })),
]

/** The route of a path with its named parts, or undefined when the application has no such address. */
export function routeOf(path: string): { readonly route: PageRoute; readonly params: Readonly<Record<string, string>> } | undefined {
  const parts = partsOf(path)
  for (const route of PAGE_ROUTES) {
    const pattern = partsOf(route.path)
    if (pattern.length !== parts.length) continue
    const params: Record<string, string> = {}
    const fits = pattern.every((part, at) => {
      const given = parts[at] ?? ''
      if (!part.startsWith(':')) return part === given
      params[part.slice(1)] = given
      return true
    })
    if (fits) return { route, params }
  }
  return undefined
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '')
}
