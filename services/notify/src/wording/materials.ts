import type { Templates } from './template.ts'

export const MATERIALS_TEMPLATES: Templates = {
  'lot-held': {
    fr: {
      title: 'Réservation notée',
      text: '{designation}[, {qty|quantity:unit}] : gardé pour vous[ jusqu’à {expiresAt|when}][, {depotName}].',
    },
    en: { title: 'Reservation noted', text: '{designation}[, {qty|quantity:unit}]: kept for you[ until {expiresAt|when}][, {depotName}].' },
    path: '/moi/reservations',
  },
  'hold-expiring': {
    fr: {
      title: 'Bientôt libéré',
      text: '{designation}[, {qty|quantity:unit}] : gardé[ jusqu’à {expiresAt|when}]. Venez le chercher, ou prolongez.',
    },
    en: { title: 'Soon released', text: '{designation}[, {qty|quantity:unit}]: kept[ until {expiresAt|when}]. Fetch it, or extend.' },
    path: '/moi/reservations',
  },
  'hold-expired': {
    fr: {
      title: 'Réservation terminée',
      text: '{designation}[, {qty|quantity:unit}] : le délai est passé, c’est de nouveau libre pour tous.',
    },
    en: { title: 'Reservation ended', text: '{designation}[, {qty|quantity:unit}]: the time has passed, it is free for everybody again.' },
    path: '/materiaux[/{code}]',
  },
  'hold-cut': {
    fr: { title: 'Réservation réduite', text: '{designation} : une partie n’est plus là.[ Il vous reste {qty|quantity:unit}.]' },
    en: { title: 'Reservation reduced', text: '{designation}: a part is no longer there.[ You keep {qty|quantity:unit}.]' },
    path: '/moi/reservations',
  },
  'lot-blocked': {
    fr: { title: 'Retrait suspendu', text: '{designation} est en cours de vérification. Votre réservation est gardée, le retrait attend.' },
    en: { title: 'Pick-up on hold', text: '{designation} is being checked. Your reservation is kept, the pick-up waits.' },
    path: '/moi/reservations',
  },
  'lot-picked-up': {
    fr: {
      title: 'Matériaux remis',
      text: '{designation}[, {qty|quantity:unit}] : remis[, {depotName}].[ Bon {slip}.][ {priceCents|money}.]',
    },
    en: {
      title: 'Materials handed over',
      text: '{designation}[, {qty|quantity:unit}]: handed over[, {depotName}].[ Slip {slip}.][ {priceCents|money}.]',
    },
    path: '/moi/reservations',
  },
}
