/** What people read when the market says no, by code. First what is, then what to do. */
export const marketRefusals = {
  'prepaid-basis-illegal': {
    fr: 'Une cagnotte utilisable chez plusieurs vendeurs demande un prestataire de paiement agréé.',
    en: 'A balance spendable at several sellers needs a licensed payment provider.',
  },
  'declaration-required': { fr: 'Une déclaration à l’ACPR est nécessaire.', en: 'A declaration to the ACPR is required.' },
  'base-band-missing': { fr: 'Les paliers doivent comprendre 100 %.', en: 'The bands must include 100 %.' },
  'certificate-dates': { fr: 'Le certificat doit finir après son début.', en: 'The certificate must end after it begins.' },
  'allergens-undeclared': {
    fr: 'Il manque les ingrédients ou un allergène à déclarer : {missing}.',
    en: 'Ingredients or an allergen are not declared: {missing}.',
  },
  'origin-missing': {
    fr: 'Un fruit ou légume frais indique sa variété et son origine.',
    en: 'Fresh fruit and vegetables state variety and origin.',
  },
  'unit-price-unknown': {
    fr: 'Indiquez le contenu ou les poids, pour afficher le prix au kg ou au litre.',
    en: 'State the content or the weights, so that the price per kg or litre can be shown.',
  },
  'vat-rate-unknown': { fr: 'Ce taux de TVA ne s’applique pas ici.', en: 'This VAT rate does not apply here.' },
  'label-uncertified': {
    fr: 'Aucun certificat du producteur ne couvre ce produit.',
    en: 'No certificate of the producer covers this product.',
  },
  'close-before-open': { fr: 'La vente doit clore après son ouverture.', en: 'The sale must close after it opens.' },
  'pickup-before-close': { fr: 'Le retrait doit suivre la clôture.', en: 'Pick-up must follow the closing.' },
  'point-unknown': { fr: 'Ce point de retrait n’est pas du lieu.', en: 'This pick-up point is not of this hub.' },
  'producer-not-in-hub': { fr: 'Ce producteur ne vend pas dans ce lieu.', en: 'This producer does not sell in this hub.' },
  'cap-required': { fr: 'Une offre à la demande a besoin d’un plafond.', en: 'An on-demand offer needs a cap.' },
  'lead-time': {
    fr: 'C’est trop tard pour cette vente, la prochaine est possible.',
    en: 'Too late for this sale, the next one is possible.',
  },
  'product-incomplete': { fr: 'Ce produit n’est pas prêt à être vendu.', en: 'This product is not ready to be sold.' },
  'below-claimed': {
    fr: '{claimedB|quantity:unit?# est déjà réservé|# sont déjà réservés} : pas moins.',
    en: '{claimedB|quantity:unit?# is already claimed|# are already claimed}: not less.',
  },
  'price-raise-locked': {
    fr: 'Quelqu’un en a déjà réservé : le prix ne peut que baisser.',
    en: 'Somebody has claimed some: the price can only fall.',
  },

  'session-not-open': { fr: 'La vente n’est pas ouverte.', en: 'The sale is not open.' },
  'producer-closed': { fr: 'Les commandes chez ce producteur sont closes.', en: 'Orders with this producer are closed.' },
  'insufficient-stock': {
    fr: '{availableB|quantity:unit?Il n’en reste plus.|Il n’en reste que #.|Il n’en reste que #.}',
    en: '{availableB|quantity:unit?Nothing is left of it.|Only # left.|Only # left.}',
  },
  'off-step': { fr: 'Cela se prend par {stepB|quantity:unit}.', en: 'This comes in steps of {stepB|quantity:unit}.' },
  'quantity-range': {
    fr: 'Entre {minB|quantity:unit} et {maxB|quantity:unit}.',
    en: 'Between {minB|quantity:unit} and {maxB|quantity:unit}.',
  },
  'member-limit': { fr: 'Pas plus de {limitB|quantity:unit} par personne.', en: 'No more than {limitB|quantity:unit} each.' },
  'too-many-lines': { fr: 'Un panier tient {most?# ligne|# lignes}.', en: 'A basket holds {most?# line|# lines}.' },
  'too-many-baskets': {
    fr: 'Vous avez déjà {most?# panier ouvert|# paniers ouverts}. Validez-en un d’abord.',
    en: 'You already have {most?# open basket|# open baskets}. Confirm one first.',
  },
  'too-many-holds': {
    fr: '{most?# ligne vous est déjà gardée|# lignes vous sont déjà gardées}. Validez d’abord.',
    en: '{most?# line is already kept for you|# lines are already kept for you}. Confirm first.',
  },
  'offer-full': { fr: 'Trop de commandes sur ce produit.', en: 'Too many orders for this product.' },
  'age-required': { fr: 'Réservé aux 18 ans et plus.', en: 'For people of 18 and over.' },
  'hold-cooldown': {
    fr: 'Votre réservation vient de finir : laissez une minute aux autres.',
    en: 'Your hold has just ended: leave the others a minute.',
  },
  'order-busy': { fr: 'Votre commande est en train d’être validée.', en: 'Your order is being confirmed.' },
  'membership-required': { fr: 'Cette vente est réservée aux adhérents du lieu.', en: 'This sale is for members of the place.' },
  'no-extension-left': {
    fr: '{most?Ici on ne prolonge pas.|Vous avez déjà prolongé # fois.|Vous avez déjà prolongé # fois.}',
    en: '{most?Holds are not extended here.|You have already extended once.|You have already extended # times.}',
  },
  'max-hold-reached': {
    fr: 'Une ligne se garde {maxMin?# minute|# minutes} au plus.',
    en: 'A line is kept for {maxMin?# minute|# minutes} at most.',
  },

  'empty-order': { fr: 'Le panier est vide.', en: 'The basket is empty.' },
  'below-minimum': { fr: 'La commande n’atteint pas le minimum du lieu.', en: 'The order is below the minimum of this place.' },
  'line-unavailable': { fr: 'Un produit est parti. Tout le reste est intact.', en: 'A product is gone. All the rest is safe.' },
  'slot-full': {
    fr: 'Ce créneau vient de se remplir. Vos produits vous restent gardés.',
    en: 'This slot has just filled up. Your products are still kept.',
  },
  'slot-unknown': { fr: 'Ce créneau n’existe pas à ce point.', en: 'This slot does not exist at this point.' },
  'terms-changed': { fr: 'Les conditions ont changé : relisez-les.', en: 'The terms have changed: read them again.' },
  'fund-empty': { fr: 'Le fonds solidaire ne peut pas compléter aujourd’hui.', en: 'The solidarity fund cannot add to it today.' },
  'pay-mode-unavailable': { fr: 'Ce moyen de paiement n’est pas proposé ici.', en: 'This way of paying is not offered here.' },
  'checkout-timeout': {
    fr: 'La validation a pris trop de temps. Rien n’est perdu, recommencez.',
    en: 'Confirming took too long. Nothing is lost, try again.',
  },
  'order-locked': { fr: 'Un producteur prépare déjà la commande.', en: 'A producer is already preparing the order.' },
  'wrong-state': { fr: 'Ce n’est pas possible dans cet état.', en: 'This is not possible in this state.' },
} as const satisfies Readonly<Record<string, { readonly fr: string; readonly en: string }>>
