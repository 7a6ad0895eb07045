/**
 * The role letters of the network (network spec §4) and which of them each kind of organisation knows. Owner, manager,
 * coordinator, stock-keeper, treasurer, safety officer, cook, staff, member, auditor, on duty, network steward.
 */
export const ROLE_LETTERS = ['O', 'M', 'C', 'W', 'T', 'S', 'Q', 'F', 'B', 'A', 'D', 'N'] as const
export type RoleLetter = (typeof ROLE_LETTERS)[number]

export const ORGANISATION_KINDS = ['place', 'producer', 'depot', 'company', 'association', 'fablab'] as const
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number]

/**
 * Letters that make sense in each kind. The steward of the network exists only in the association that runs the network.
 */
export const ROLES_OF_KIND: Readonly<Record<OrganisationKind, string>> = {
  place: 'OMCWTSQFBAD',
  association: 'OMCWTSQFBADN',
  producer: 'OMFT',
  company: 'OMFT',
  depot: 'OMWFTSDA',
  fablab: 'OMCWFSBD',
}

/** What people call each role. */
export const ROLE_WORDS: Readonly<Record<RoleLetter, { readonly fr: string; readonly en: string }>> = {
  O: { fr: 'responsable', en: 'owner' },
  M: { fr: 'gestionnaire', en: 'manager' },
  C: { fr: 'coordination', en: 'coordinator' },
  W: { fr: 'magasinier', en: 'stock-keeper' },
  T: { fr: 'trésorerie', en: 'treasurer' },
  S: { fr: 'sécurité', en: 'safety officer' },
  Q: { fr: 'cuisine', en: 'cook' },
  F: { fr: 'équipe', en: 'staff' },
  B: { fr: 'adhérent', en: 'member' },
  A: { fr: 'contrôle', en: 'auditor' },
  D: { fr: 'de permanence', en: 'on duty' },
  N: { fr: 'réseau', en: 'network steward' },
}

/**
 * Who stands above whom when roles are given or taken: nobody gives, takes or holds power over a role above his own
 * (`above-own-rank`). The steward decides on whole places, so only an owner names one.
 */
export const RANK: Readonly<Record<RoleLetter, number>> = { O: 3, N: 3, M: 2, C: 1, W: 1, T: 1, S: 1, Q: 1, F: 1, B: 1, A: 1, D: 1 }

/** Letters in the order of ROLE_LETTERS, each once: the one way role letters are written. */
export function orderedLetters(letters: string): string {
  return ROLE_LETTERS.filter((letter) => letters.includes(letter)).join('')
}

/** 3 owner or steward, 2 manager, 1 any other role, 0 none. */
export function rankOf(letters: string): number {
  let highest = 0
  for (const letter of ROLE_LETTERS) if (letters.includes(letter)) highest = Math.max(highest, RANK[letter])
  return highest
}
