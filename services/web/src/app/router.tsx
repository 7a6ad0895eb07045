import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  stringifySearchWith,
} from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { Namespace } from './i18n/namespaces.ts'
import { loadTexts } from './i18n/setup.ts'
import { orLeaving } from './new-build.ts'
import { Failed } from './screens/states/failed.tsx'
import { NotFound } from './screens/states/not-found.tsx'
import type { Frame } from './shell/frame.ts'
import { Shell } from './shell/shell.tsx'

interface Context {
  readonly queries: QueryClient
}

const root = createRootRouteWithContext<Context>()({ component: Shell, notFoundComponent: NotFound, errorComponent: Failed })
const words =
  (...namespaces: readonly Namespace[]) =>
  () =>
    orLeaving(loadTexts(...namespaces))

/** A search parameter that is a text, or absent. */
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined

/** Filters are links: every one is a search parameter, kept as text and read by the screen. */
const texts = (search: Record<string, unknown>): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(search).flatMap(([name, value]) => (text(value) === undefined ? [] : [[name, text(value)]])))

const place = createRoute({
  getParentRoute: () => root,
  path: '/',
  staticData: { frame: { wide: true } },
  loader: words('place', 'market', 'materials'),
  component: lazyRouteComponent(() => import('./screens/place/network.tsx'), 'Network'),
})
const onePlace = createRoute({
  getParentRoute: () => root,
  path: '/lieux/$place',
  staticData: { frame: { wide: true } },
  loader: words('place', 'market', 'materials'),
  component: lazyRouteComponent(() => import('./screens/place/place.tsx'), 'PlacePage'),
})

const marketNow = createRoute({
  getParentRoute: () => root,
  path: '/marche',
  loader: words('market'),
  component: lazyRouteComponent(() => import('./screens/market/market-now.tsx'), 'MarketNow'),
})
const session = createRoute({
  getParentRoute: () => root,
  path: '/marche/$session',
  validateSearch: texts,
  loader: words('market'),
  component: lazyRouteComponent(() => import('./screens/market/session-page.tsx'), 'SessionPage'),
})
const offer = createRoute({
  getParentRoute: () => session,
  path: '$offer',
  loader: words('market'),
  component: lazyRouteComponent(() => import('./screens/market/offer-dialog.tsx'), 'OfferDialog'),
})
const producer = createRoute({
  getParentRoute: () => root,
  path: '/producteurs/$producer',
  loader: words('market'),
  component: lazyRouteComponent(() => import('./screens/market/producer-page.tsx'), 'ProducerPage'),
})

const basket = createRoute({
  getParentRoute: () => root,
  path: '/moi/panier',
  loader: words('market'),
  component: lazyRouteComponent(() => import('./screens/market/baskets.tsx'), 'Baskets'),
})
const checkout = createRoute({
  getParentRoute: () => root,
  path: '/moi/panier/valider',
  validateSearch: (search: Record<string, unknown>): { session?: string | undefined } => ({ session: text(search['session']) }),
  loader: words('market'),
  component: lazyRouteComponent(() => import('./screens/market/checkout.tsx'), 'Checkout'),
  staticData: { frame: { dock: false } },
})
const order = createRoute({
  getParentRoute: () => root,
  path: '/moi/commandes/$order',
  loader: words('market'),
  component: lazyRouteComponent(() => import('./screens/market/order-page.tsx'), 'OrderPage'),
})

const materials = createRoute({
  getParentRoute: () => root,
  path: '/materiaux',
  validateSearch: texts,
  loader: words('materials'),
  component: lazyRouteComponent(() => import('./screens/materials/search-page.tsx'), 'SearchPage'),
})
const lot = createRoute({
  getParentRoute: () => root,
  path: '/materiaux/$code',
  validateSearch: (search: Record<string, unknown>): { near?: string | undefined; qty?: string | undefined } => ({
    near: text(search['near']),
    qty: text(search['qty']),
  }),
  loader: words('materials'),
  component: lazyRouteComponent(() => import('./screens/materials/lot-page.tsx'), 'LotPage'),
})

const me = createRoute({
  getParentRoute: () => root,
  path: '/moi',
  loader: words('me'),
  component: lazyRouteComponent(() => import('./screens/me/me-page.tsx'), 'MePage'),
})
const messages = createRoute({
  getParentRoute: () => root,
  path: '/moi/messages',
  loader: words('me'),
  component: lazyRouteComponent(() => import('./screens/me/messages.tsx'), 'Messages'),
})
const reservations = createRoute({
  getParentRoute: () => root,
  path: '/moi/reservations',
  loader: words('materials'),
  component: lazyRouteComponent(() => import('./screens/me/reservations.tsx'), 'Reservations'),
})
const wishes = createRoute({
  getParentRoute: () => root,
  path: '/moi/recherches',
  loader: words('materials'),
  component: lazyRouteComponent(() => import('./screens/me/wishes.tsx'), 'Wishes'),
})
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/connexion',
  staticData: { frame: { wide: true, plain: true } },
  // `token` and `returnTo` are what a link in a mail carries; `etape` is where one stands, for a page that is fetched again.
  validateSearch: (
    search: Record<string, unknown>,
  ): { retour?: string | undefined; token?: string | undefined; returnTo?: string | undefined; etape?: 'nom' | undefined } => ({
    retour: text(search['retour']),
    token: text(search['token']),
    returnTo: text(search['returnTo']),
    etape: search['etape'] === 'nom' ? 'nom' : undefined,
  }),
  loader: words('sign-in'),
  component: lazyRouteComponent(() => import('./screens/sign-in/sign-in-page.tsx'), 'SignInPage'),
})

/** Words about the place, and parts of it that come with a later version: honest pages instead of dead links. */
const aboutRoute = <const Path extends string>(path: Path, page: () => Promise<() => ReactElement>) =>
  createRoute({
    getParentRoute: () => root,
    path,
    loader: words('about'),
    component: lazyRouteComponent(async () => ({ default: await page() })),
  })
const soon = (part: keyof typeof import('./screens/about/soon.tsx')) => async () => (await import('./screens/about/soon.tsx'))[part]
const notes = (page: keyof typeof import('./screens/about/notes.tsx')) => async () => (await import('./screens/about/notes.tsx'))[page]

const tree = root.addChildren([
  place,
  onePlace,
  marketNow,
  session.addChildren([offer]),
  producer,
  basket,
  checkout,
  order,
  materials,
  lot,
  me,
  messages,
  reservations,
  wishes,
  signIn,
  aboutRoute('/chantiers', soon('WorksitesSoon')),
  aboutRoute('/impact', soon('ImpactSoon')),
  aboutRoute('/reseau', soon('NetworkSoon')),
  aboutRoute('/entraide', soon('ExchangeSoon')),
  aboutRoute('/aide', notes('Help')),
  aboutRoute('/regles', notes('Rules')),
  aboutRoute('/accessibilite', notes('Accessibility')),
  aboutRoute('/confidentialite', notes('Privacy')),
])

export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    scrollRestoration: true,
    // Search parameters are plain texts, `radiusKm=80` and not `radiusKm="80"`: the server reads the same addresses.
    parseSearch: parseSearchWith((value) => value),
    stringifySearch: stringifySearchWith(String),
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: Failed,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
  interface StaticDataRouteOption {
    readonly frame?: Frame
  }
}
