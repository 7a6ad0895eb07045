import type { CivilDate } from '@filature/kernel/civil-time'
import type { Instant } from '@filature/kernel/instant'

export type Locale = 'fr' | 'en'

/** Real people are `none`; `account` is offered for signing in with one click, `member` only fills the place. */
export type Demo = 'none' | 'member' | 'account'

/** A membership: a period in an organisation (network I2: one at a time, never overlapping). */
export interface Membership {
  readonly orgId: string
  readonly number: string | null
  readonly from: CivilDate
  readonly until: CivilDate
  /** Days after `until` during which it still counts. */
  readonly graceDays: number
}

/** What a member holds in an organisation, as last heard from its roster. */
export interface HeldRoles {
  readonly letters: string
  /** Step of the roster, so that a late repeat changes nothing. */
  readonly step: number
}

/** A person's file (network spec §3). The account that signs in is better-auth's; this is ours. */
export interface Member {
  readonly createdAt: Instant
  readonly accountId: string | null
  readonly firstName: string
  readonly lastName: string
  readonly displayName: string
  /** Lower case. */
  readonly email: string | null
  readonly locale: Locale
  readonly languages: readonly string[]
  /** Competence → level 0 to 4. */
  readonly skills: Readonly<Record<string, number>>
  readonly memberships: readonly Membership[]
  readonly roles: Readonly<Record<string, HeldRoles>>
  /** Version of the rights: a token with a lower one is stale everywhere. */
  readonly rv: number
  readonly demo: Demo
}

export type MemberState = Member | null

interface Names {
  readonly firstName: string
  readonly lastName: string
  readonly displayName: string
}

export type MemberCommand =
  | ({
      readonly type: 'CreateMember'
      readonly email?: string | null
      readonly accountId?: string | null
      readonly locale: Locale
      readonly languages?: readonly string[]
      readonly skills?: Readonly<Record<string, number>>
      readonly demo?: Demo
    } & Names)
  | { readonly type: 'LinkAccount'; readonly accountId: string }
  | { readonly type: 'UpdateMember'; readonly displayName?: string | undefined; readonly locale?: Locale | undefined }
  | {
      readonly type: 'StartMembership'
      readonly orgId: string
      readonly number?: string | null
      readonly from: CivilDate
      readonly until: CivilDate
      readonly graceDays: number
    }
  | { readonly type: 'EndMemberships' }
  | { readonly type: 'AdoptRoles'; readonly orgId: string; readonly letters: string; readonly step: number }
  | { readonly type: 'RevokeSession'; readonly sid: string; readonly until: Instant }

type Created = Omit<Member, 'memberships' | 'roles' | 'rv'>

export type MemberEvent =
  | { readonly type: 'MemberCreated'; readonly data: Created }
  | { readonly type: 'AccountCreated'; readonly data: { readonly accountId: string } }
  | { readonly type: 'MemberUpdated'; readonly data: { readonly displayName: string; readonly locale: Locale } }
  | { readonly type: 'MembershipStarted'; readonly data: Membership }
  | { readonly type: 'MembershipEnded'; readonly data: { readonly orgId: string; readonly until: CivilDate } }
  | {
      readonly type: 'RolesChanged'
      readonly data: { readonly orgId: string; readonly letters: string; readonly step: number; readonly rv: number }
    }
  | { readonly type: 'SessionRevoked'; readonly data: { readonly sid: string; readonly until: Instant } }

/** Role letters per organisation, as tokens carry them. */
export function lettersPerOrganisation(member: Member): Record<string, string> {
  const held = Object.entries(member.roles).filter(([, { letters }]) => letters !== '')
  return Object.fromEntries(held.map(([orgId, { letters }]) => [orgId, letters]))
}
