/** What people read when identity says no. First what is, then what to do. */
export const identityRefusals = {
  'wrong-credentials': {
    fr: 'Cette adresse et ce mot de passe ne vont pas ensemble. Recevez plutôt un lien par courriel.',
    en: 'This address and this password do not belong together. Get a link by e-mail instead.',
  },
  'too-many-attempts': {
    fr: 'Beaucoup d’essais à la suite. Réessayez dans {retryAfterS} s.',
    en: 'Many attempts in a row. Try again in {retryAfterS} s.',
  },
  'email-unverified': {
    fr: 'Cette adresse n’est pas encore confirmée. Demandez un lien par courriel : il la confirme.',
    en: 'This address is not confirmed yet. Ask for a link by e-mail: it confirms it.',
  },
  'weak-password': {
    fr: 'Ce mot de passe se devine. Prenez {least} à {most} caractères, quatre mots au hasard par exemple.',
    en: 'This password can be guessed. Take {least} to {most} characters, four random words for instance.',
  },
  'link-used': {
    fr: 'Ce lien a déjà servi ou n’est plus valable. Demandez-en un autre.',
    en: 'This link was already used or is no longer valid. Ask for another one.',
  },
  'mail-not-configured': {
    fr: 'Ce serveur n’envoie pas encore de courriels. Connectez-vous avec un mot de passe.',
    en: 'This server does not send e-mail yet. Sign in with a password.',
  },
  'last-owner': {
    fr: 'Il faut au moins un responsable. Nommez-en un autre d’abord.',
    en: 'There must be at least one owner. Name another one first.',
  },
  'above-own-rank': {
    fr: 'Ce rôle est au-dessus du vôtre. Un responsable peut le faire.',
    en: 'This role is above your own. An owner can do it.',
  },
  'role-not-in-kind': {
    fr: 'Ce rôle n’existe pas dans ce genre de structure. Choisissez-en un autre.',
    en: 'This kind of organisation does not have this role. Choose another one.',
  },
  'scope-too-wide': {
    fr: 'Vos rôles ne couvrent pas {scopes}. Retirez-les de la clé.',
    en: 'Your roles do not cover {scopes}. Take them out of the token.',
  },
  'expiry-too-long': {
    fr: 'Une clé vaut au plus {mostDays?# jour|# jours}.',
    en: 'A token lasts at most {mostDays?# day|# days}.',
  },
  'duplicate-member': { fr: 'Cette personne a déjà une fiche.', en: 'This person already has a file.' },
  'period-overlap': {
    fr: 'Une adhésion court déjà jusqu’au {until}.',
    en: 'A membership already runs until {until}.',
  },
} as const
