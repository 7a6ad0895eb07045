/** Codes that a join, a handshake or the fallback may answer, beyond the common ones. */
export const liveRefusalTexts = {
  'ticket-invalid': {
    fr: 'Ce billet a déjà servi ou n’est plus valable. Demandez-en un autre.',
    en: 'This ticket was used or has ended. Ask for another one.',
  },
  'too-many-rooms': { fr: 'Trop de listes suivies à la fois. Quittez-en une.', en: 'Too many lists followed at once. Leave one.' },
  'too-many-joins': { fr: 'Trop de demandes à la fois. Attendez une seconde.', en: 'Too many requests at once. Wait a second.' },
  'too-many-sockets': { fr: 'Beaucoup de monde à la fois. Réessayez dans un instant.', en: 'Many people at once. Try again in a moment.' },
  'room-too-large': {
    fr: 'Cette liste est trop longue pour être suivie d’un bloc ({count}). Suivez les lots un par un.',
    en: 'This list is too long to be followed as a whole ({count}). Follow the lots one by one.',
  },
} as const
