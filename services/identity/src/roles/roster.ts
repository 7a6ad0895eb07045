import type { OrganisationKind } from '@filature/contracts/identity/roles'
import type { CivilDate } from '@filature/kernel/civil-time'

/** What one member holds in one organisation. */
export interface Held {
  readonly letters: string
  /** Last day of the auditor's role, Europe/Paris. */
  readonly until: CivilDate | null
}

/**
 * Who holds which roles in one organisation: one aggregate, so that "at least one owner" (network I1) is decided in one
 * place. Members learn their part from its events.
 */
export interface Roster {
  readonly orgId: string | null
  readonly held: Readonly<Record<string, Held>>
  /** Counts changes, so that a member takes them over in order. */
  readonly step: number
}

interface OfOrganisation {
  readonly orgId: string
  /** Which letters exist depends on it. */
  readonly kind: OrganisationKind
  readonly memberId: string
}

export type RosterCommand =
  | ({ readonly type: 'SetRoles'; readonly letters: string; readonly until?: CivilDate | undefined } & OfOrganisation)
  /** A membership began: the letter B. */
  | ({ readonly type: 'Admit' } & OfOrganisation)
  /** A membership ended: B goes, other roles stay. */
  | { readonly type: 'Dismiss'; readonly memberId: string }
  /** A member gives up everything. */
  | { readonly type: 'Leave'; readonly memberId: string }
  | { readonly type: 'EndAuditors' }

export interface RosterEvent {
  readonly type: 'RolesSet'
  readonly data: {
    readonly orgId: string
    readonly memberId: string
    readonly roles: string
    readonly until: CivilDate | null
    readonly step: number
  }
}
