/** What people read. First what is, then what to do; figures of the refusal in braces, see `fill.ts` of the service kit. */
export const materialsRefusals = {
  'not-published': { fr: 'Ce lot n’est pas proposé en ce moment.', en: 'This lot is not offered at the moment.' },
  'insufficient-stock': {
    fr: '{available|quantity:unit?Il n’en reste plus.|Il n’en reste que #.|Il n’en reste que #.}',
    en: '{available|quantity:unit?Nothing is left of it.|Only # left.|Only # left.}',
  },
  granularity: {
    fr: '{asked|quantity:unit} ne tombe pas sur une coupe entière. Au plus près : {nearest|quantity:unit}.',
    en: '{asked|quantity:unit} is not a whole number of parts. Nearest: {nearest|quantity:unit}.',
  },
  'remainder-too-small': {
    fr: 'Il resterait un morceau trop petit pour servir. Au plus près : {nearest|quantity:unit}.',
    en: 'What would be left is too small to be of use. Nearest: {nearest|quantity:unit}.',
  },
  'quota-exceeded': {
    fr: 'Vous gardez déjà {holds?# réservation|# réservations} sur {holdsMost}, {massKg} kg sur {massMostKg}. {holds?Prenez-en moins.|Retirez ou libérez-la.|Retirez ou libérez-en une.}',
    en: 'You already keep {holds} of {holdsMost} holds, {massKg} of {massMostKg} kg. {holds?Take less.|Fetch or release it.|Fetch or release one.}',
  },
  'rehold-cooldown': {
    fr: 'Votre réservation de ce lot a expiré. Vous pourrez le reprendre plus tard, d’autres l’attendent peut-être.',
    en: 'Your hold of this lot ran out. You can take it again later, others may be waiting.',
  },
  'lot-busy': {
    fr: 'Trop de réservations sur ce lot à la fois. Réessayez bientôt.',
    en: 'Too many holds on this lot at once. Try again soon.',
  },
  'restricted-lot': {
    fr: 'Ce lot est réservé aux entreprises formées au plomb.',
    en: 'This lot is for organisations with lead competence only.',
  },
  'wrong-state': { fr: 'Ce n’est pas possible dans l’état actuel.', en: 'Not possible in its present state.' },
  'extension-used': { fr: 'Cette réservation a déjà été prolongée.', en: 'This hold was already extended.' },
  'extension-denied': {
    fr: 'D’autres attendent ce lot : le dépôt n’a pas prolongé votre réservation.',
    en: 'Others wait for this lot: the depot did not extend your hold.',
  },
  'already-waiting': { fr: 'Vous êtes déjà dans la file de ce lot.', en: 'You are in this lot’s queue already.' },
  'wish-limit': {
    fr: 'Au plus {wishesMost?# demande peut|# demandes peuvent} attendre ici. Fermez-en une, ou revenez plus tard.',
    en: 'At most {wishesMost?# request|# requests} can wait here. Close one, or come back later.',
  },
  'wish-closed': { fr: 'Cette demande n’attend plus.', en: 'This request waits no longer.' },
  'offer-ended': {
    fr: 'Le délai est passé : la priorité est allée à la personne suivante.',
    en: 'The time has passed: the priority went to the next person.',
  },
  'hold-ended': {
    fr: 'Cette réservation est terminée. Le lot est peut-être encore libre.',
    en: 'This hold has ended. The lot may still be free.',
  },
  'over-pickup': { fr: 'Il n’est réservé que {qty|quantity:unit}.', en: 'Only {qty|quantity:unit} is held.' },
  'not-your-depot': { fr: 'Ce lot est dans un autre dépôt que le vôtre.', en: 'This lot is in another depot than yours.' },
  'lot-in-transit': { fr: 'Ce lot est en route entre deux dépôts.', en: 'This lot is on its way between two depots.' },
  'lot-blocked': {
    fr: 'Le retrait attend : un contrôle de ce lot est à refaire.',
    en: 'The pick-up waits: a check of this lot has to be done again.',
  },
  'quote-open': {
    fr: 'Ce lot se vend sur devis, et le devis n’est pas encore accepté.',
    en: 'This lot is sold by quote, and the quote is not accepted yet.',
  },
  'points-pending': { fr: 'Les points ne sont pas encore bloqués.', en: 'The points are not blocked yet.' },
  'below-minimum-price': {
    fr: 'Le prix solidaire commence à {minCents|money}.',
    en: 'The solidarity price starts at {minCents|money}.',
  },
  'hazard-document-missing': {
    fr: 'Il manque un document : {hazards}. Joignez le repérage, puis publiez.',
    en: 'A document is missing: {hazards}. Attach the survey, then publish.',
  },
  'hazard-positive': {
    fr: 'Présence de {hazards} : ce lot reste en quarantaine.',
    en: '{hazards} found: this lot stays in quarantine.',
  },
  'never-waste-evidence-missing': {
    fr: 'Il manque la preuve de tri sur place : qui a trié, avec quelle compétence, pour quel usage.',
    en: 'The evidence of sorting on site is missing: who sorted, with which competence, for which use.',
  },
  'matter-is-waste': {
    fr: 'Ces matériaux ont le statut de déchet et ne se publient pas.',
    en: 'These materials have the status of waste and cannot be published.',
  },
  'record-incomplete': { fr: 'La fiche n’est pas complète : {missing}.', en: 'The record is not complete: {missing}.' },
  'lot-has-holds': { fr: 'Des parts de ce lot sont réservées.', en: 'Parts of this lot are held.' },
  'lot-closed': { fr: 'Ce lot est clos.', en: 'This lot is closed.' },
  'lot-exists': { fr: 'Ce lot existe déjà.', en: 'This lot already exists.' },
  'price-held': {
    fr: 'Des parts sont réservées à l’ancien prix : il ne peut que baisser.',
    en: 'Parts are held at the old price: it can only go down.',
  },
  'would-cut-holds': {
    fr: 'Il resterait moins que ce qui est réservé ({held|quantity:unit}). Confirmez la coupe des dernières réservations.',
    en: 'Less would be left than is held ({held|quantity:unit}). Confirm that the newest holds are cut.',
  },
  'family-not-accepted': {
    fr: 'Famille inconnue ou trop générale. Choisissez une famille précise.',
    en: 'Unknown or too general a family. Choose a precise one.',
  },
  'waste-not-accepted': {
    fr: 'Ce dépôt n’a pas d’autorisation pour recevoir des déchets.',
    en: 'This depot has no licence to take in waste.',
  },
  'measure-missing': { fr: 'Il manque une mesure : {missing}.', en: 'A measure is missing: {missing}.' },
  'location-overload': {
    fr: 'L’emplacement {location} serait trop chargé : {loadKg} kg pour {maxKg} kg.',
    en: 'Location {location} would be overloaded: {loadKg} kg of {maxKg} kg.',
  },
  'location-unknown': { fr: 'Emplacement inconnu dans ce dépôt.', en: 'Unknown location in this depot.' },
  'location-not-empty': { fr: 'Des lots sont encore rangés là : {locations}.', en: 'Lots are still stored there: {locations}.' },
  'policy-out-of-bounds': {
    fr: 'Un dépôt peut seulement resserrer la règle du réseau : {fields}.',
    en: 'A depot may only tighten the network’s rule: {fields}.',
  },
  'depot-not-empty': { fr: 'Il reste {lots?# lot|# lots} dans ce dépôt.', en: '{lots?# lot is|# lots are} still in this depot.' },
  'depot-closed': { fr: 'Ce dépôt est fermé.', en: 'This depot is closed.' },
  'depot-exists': { fr: 'Ce dépôt existe déjà.', en: 'This depot already exists.' },
  'site-exists': { fr: 'Ce site existe déjà.', en: 'This site already exists.' },
  'window-in-past': { fr: 'La dépose ne peut pas être dans le passé.', en: 'The removal cannot be in the past.' },
  'no-strip-out': { fr: 'Un lot à venir a besoin de son chantier source.', en: 'A lot to come needs its source site.' },
} as const satisfies Readonly<Record<string, { readonly fr: string; readonly en: string }>>
