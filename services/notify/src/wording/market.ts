import type { Templates } from './template.ts'

export const MARKET_TEMPLATES: Templates = {
  'session-opened': {
    fr: {
      title: 'Le marché est ouvert',
      text: '[{hubName} : ]la vente est ouverte[ jusqu’à {closesAt|when}].[ Retrait {pickupDate|day}.]',
    },
    en: { title: 'The market is open', text: '[{hubName}: ]the sale is open[ until {closesAt|when}].[ Pick-up on {pickupDate|day}.]' },
    path: '/marche[/{sessionId}]',
  },
  'closing-soon': {
    fr: { title: 'La vente ferme bientôt', text: 'Vous pouvez encore commander[ jusqu’à {closesAt|when}].' },
    en: { title: 'The sale closes soon', text: 'You can still order[ until {closesAt|when}].' },
    path: '/marche[/{sessionId}]',
  },
  'session-cancelled': {
    fr: { title: 'La vente est annulée', text: 'La vente[ du {pickupDate|day}] n’aura pas lieu.[ {reason}] Rien ne vous est facturé.' },
    en: { title: 'The sale is cancelled', text: 'The sale[ of {pickupDate|day}] will not take place.[ {reason}] Nothing is charged.' },
    path: '/moi/commandes',
  },
  'hold-expiring': {
    fr: {
      title: 'Bientôt libéré',
      text: 'Votre panier[, {lines|count:article:articles},] est gardé[ jusqu’à {expiresAt|clock}]. Validez, ou prolongez.',
    },
    en: { title: 'Soon released', text: 'Your basket[, {lines|count:item:items},] is kept[ until {expiresAt|clock}]. Confirm, or extend.' },
    path: '/moi/panier',
  },
  'line-lost': {
    fr: { title: 'Un article est parti', text: '[{name} : ]le temps est passé, l’article est libéré. Tout le reste est intact.' },
    en: { title: 'An item is gone', text: '[{name}: ]the time has passed, the item is released. All the rest is safe.' },
    path: '/moi/panier',
  },
  'order-confirmed': {
    fr: {
      title: 'Commande confirmée',
      text: '[{lines|count:article:articles}, ][environ {totalC|money}. ]Retrait[ {startsAt|when}][, {pointName}]. Vous payez au retrait.',
    },
    en: {
      title: 'Order confirmed',
      text: '[{lines|count:item:items}, ][about {totalC|money}. ]Pick-up[ {startsAt|when}][, {pointName}]. You pay at pick-up.',
    },
    path: '/moi/commandes[/{orderId}]',
  },
  'order-edited': {
    fr: {
      title: 'Commande modifiée',
      text: '[{lines|count:article:articles}, ][environ {totalC|money}. ]Retrait[ {startsAt|when}][, {pointName}].',
    },
    en: { title: 'Order changed', text: '[{lines|count:item:items}, ][about {totalC|money}. ]Pick-up[ {startsAt|when}][, {pointName}].' },
    path: '/moi/commandes[/{orderId}]',
  },
  'order-cancelled': {
    fr: { title: 'Commande annulée', text: 'Votre commande[ du {pickupDate|day}] est annulée.[ {reason}] Rien ne vous est facturé.' },
    en: { title: 'Order cancelled', text: 'Your order[ of {pickupDate|day}] is cancelled.[ {reason}] Nothing is charged.' },
    path: '/moi/commandes[/{orderId}]',
  },
  'order-ready': {
    fr: { title: 'Commande prête', text: 'Votre commande vous attend[ : {pointName}][, {startsAt|when}].' },
    en: { title: 'Order ready', text: 'Your order is waiting[: {pointName}][, {startsAt|when}].' },
    path: '/moi/commandes[/{orderId}]',
  },
}
