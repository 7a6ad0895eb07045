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
  'hold-extended': {
    fr: {
      title: 'Réservation prolongée',
      text: '{designation}[, {qty|quantity:unit}] : le dépôt vous le garde[ jusqu’à {expiresAt|when}].',
    },
    en: {
      title: 'Reservation extended',
      text: '{designation}[, {qty|quantity:unit}]: the depot keeps it for you[ until {expiresAt|when}].',
    },
    path: '/moi/reservations',
  },
  'extension-denied': {
    fr: {
      title: 'Réservation non prolongée',
      text: '{designation} : d’autres attendent ce lot.[ Il reste gardé pour vous jusqu’à {expiresAt|when}.]',
    },
    en: {
      title: 'Reservation not extended',
      text: '{designation}: others wait for this lot.[ It stays kept for you until {expiresAt|when}.]',
    },
    path: '/moi/reservations',
  },
  'lot-offered': {
    fr: {
      title: 'C’est votre tour',
      text: '{designation}[, {qty|quantity:unit}] : à vous en priorité[ jusqu’à {expiresAt|when}][, {depotName}]. Acceptez, ou laissez au suivant.',
    },
    en: {
      title: 'It is your turn',
      text: '{designation}[, {qty|quantity:unit}]: yours first[ until {expiresAt|when}][, {depotName}]. Accept, or leave it to the next.',
    },
    path: '/moi/recherches',
  },
  'offer-ended': {
    fr: {
      title: 'Priorité passée au suivant',
      text: '{designation}[, {qty|quantity:unit}] : sans réponse de votre part, c’est allé à la personne suivante. Vous n’êtes plus dans la file.',
    },
    en: {
      title: 'Passed on to the next',
      text: '{designation}[, {qty|quantity:unit}]: without an answer from you it went to the next person. You are no longer in the queue.',
    },
    path: '/materiaux[/{code}]',
  },
  'wish-lot-gone': {
    fr: { title: 'Le lot est parti', text: '{designation} : tout a été retiré, il n’y a plus rien à attendre.' },
    en: { title: 'The lot is gone', text: '{designation}: all of it was fetched, there is nothing left to wait for.' },
    path: '/materiaux[/{code}]',
  },
  'wish-too-long': {
    fr: { title: 'Fin de l’attente', text: '{designation} : rien ne s’est libéré depuis longtemps, vous n’êtes plus dans la file.' },
    en: { title: 'End of the wait', text: '{designation}: nothing came free for a long time, you are no longer in the queue.' },
    path: '/materiaux[/{code}]',
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
