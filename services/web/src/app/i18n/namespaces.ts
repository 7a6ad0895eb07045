export interface Texts {
  readonly [key: string]: string | Texts
}

/** One file per language and namespace; a namespace is loaded with the routes that need it. */
export const texts = {
  fr: {
    common: () => import('./fr/common.ts'),
    refusals: () => import('./fr/refusals.ts'),
    place: () => import('./fr/place.ts'),
    market: () => import('./fr/market.ts'),
    materials: () => import('./fr/materials.ts'),
    me: () => import('./fr/me.ts'),
    'sign-in': () => import('./fr/sign-in.ts'),
    about: () => import('./fr/about.ts'),
  },
  en: {
    common: () => import('./en/common.ts'),
    refusals: () => import('./en/refusals.ts'),
    place: () => import('./en/place.ts'),
    market: () => import('./en/market.ts'),
    materials: () => import('./en/materials.ts'),
    me: () => import('./en/me.ts'),
    'sign-in': () => import('./en/sign-in.ts'),
    about: () => import('./en/about.ts'),
  },
} as const

export type Namespace = keyof (typeof texts)['fr']
