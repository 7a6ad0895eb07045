import { allows, allowsOnOwn, allowsVisitor } from '@filature/contracts/identity/rights'
import { scopeCovers, scopeReaches, type Use } from '@filature/contracts/identity/scopes'
import type { Actor } from '@filature/kernel/actor'

export type Locale = 'fr' | 'en'

/** What identity's token says (EdDSA, 5-10 minutes). */
export interface TokenClaims {
  /** Account, `usr_…`. */
  readonly sub: string
  /** Member, `mbr_…`; machine tokens have none. */
  readonly mbr?: string
  readonly sid?: string
  readonly name?: string
  readonly locale?: Locale
  /** Role letters per organisation id. */
  readonly roles: Readonly<Record<string, string>>
  /** Version of the member's rights; a lower one than a service knows is `token-stale`. */
  readonly rv: number
  /** Scopes of a machine token, space separated; absent on a person's token: all. */
  readonly scope?: string
  readonly exp: number
}

/** Who is calling, whatever the transport. */
export interface Caller {
  readonly kind: 'anonymous' | 'member' | 'machine'
  /** `mbr_…`, or undefined when nobody is signed in. */
  readonly memberId: string | undefined
  readonly displayName: string | undefined
  /** Session of the person or id of the machine's token, for signing out. */
  readonly sessionId: string | undefined
  readonly roles: Readonly<Record<string, string>>
  /** For `execute`. */
  readonly actor: Actor
  readonly locale: Locale
  /** The rights table, for the organisation that owns the object. */
  may(action: string, orgId?: string): boolean
  /** The rights table, for what is somebody's own: true when `memberId` is the caller and the table grants it to oneself. */
  mayOnOwn(action: string, memberId: string): boolean
  /** False only for tokens whose scopes do not name the service for this use (network I4: scopes × roles). */
  reaches(service: string): boolean
}

export function anonymousCaller(locale: Locale): Caller {
  return {
    kind: 'anonymous',
    memberId: undefined,
    displayName: undefined,
    sessionId: undefined,
    roles: {},
    actor: { kind: 'system', id: 'anonymous', roles: {} },
    locale,
    may: allowsVisitor,
    mayOnOwn: () => false,
    reaches: () => true,
  }
}

/** `use`: GET reads, everything else writes; tokens with scopes are judged by it. */
export function callerFrom(claims: TokenClaims, locale: Locale, use: Use = 'write'): Caller {
  const kind = claims.mbr === undefined ? 'machine' : 'member'
  const { roles, scope } = claims
  return {
    kind,
    memberId: claims.mbr,
    displayName: claims.name,
    sessionId: claims.sid,
    roles,
    actor: { kind, id: claims.mbr ?? claims.sub, roles },
    locale,
    may: (action, orgId) => scopeCovers(scope, action, use) && allows(action, lettersIn(roles, orgId)),
    mayOnOwn: (action, memberId) => claims.mbr === memberId && scopeCovers(scope, action, use) && allowsOnOwn(action),
    reaches: (service) => scopeReaches(scope, service, use),
  }
}

/** The id may be anything that somebody sent, `__proto__` too. */
const lettersIn = (roles: TokenClaims['roles'], orgId: string | undefined): string =>
  orgId !== undefined && Object.hasOwn(roles, orgId) ? (roles[orgId] ?? '') : ''
