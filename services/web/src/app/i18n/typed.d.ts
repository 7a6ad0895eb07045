import type about from './fr/about.ts'
import type common from './fr/common.ts'
import type market from './fr/market.ts'
import type materials from './fr/materials.ts'
import type me from './fr/me.ts'
import type place from './fr/place.ts'
import type refusals from './fr/refusals.ts'
import type signIn from './fr/sign-in.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common'
    resources: {
      common: typeof common
      refusals: typeof refusals
      place: typeof place
      market: typeof market
      materials: typeof materials
      me: typeof me
      'sign-in': typeof signIn
      about: typeof about
    }
  }
}
