import type { Templates } from './template.ts'

export const IDENTITY_TEMPLATES: Templates = {
  welcome: {
    fr: { title: 'Bienvenue[, {name}]', text: 'Votre compte est ouvert. Le marché, les matériaux et les chantiers vous attendent.' },
    en: { title: 'Welcome[, {name}]', text: 'Your account is open. Market, materials and worksites are waiting for you.' },
    path: '/moi',
  },
  'membership-ending': {
    fr: { title: 'Adhésion à renouveler', text: 'Votre adhésion se termine[ {until|day}].' },
    en: { title: 'Membership to renew', text: 'Your membership ends[ on {until|day}].' },
    path: '/moi',
  },
  'roles-changed': {
    fr: { title: 'Vos rôles ont changé', text: 'Vos droits[ à {orgName}] ont changé.' },
    en: { title: 'Your roles have changed', text: 'Your rights[ at {orgName}] have changed.' },
    path: '/moi',
  },
}
