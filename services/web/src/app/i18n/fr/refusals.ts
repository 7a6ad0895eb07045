export default {
  offline: 'Pas de réseau pour le moment. Rien n’a changé, réessayez.',
  unavailable: 'Le service ne répond pas pour le moment. Rien n’est perdu, réessayez.',
  personLeft: 'Ce compte n’est plus connecté dans ce navigateur.',
  unknown: 'Cela n’a pas pu se faire. Rien n’a changé.',
} as const
