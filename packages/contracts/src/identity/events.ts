import { z } from 'zod'
import { type EventCatalogue, eventCatalogue } from '../events/registry.ts'
import { ORGANISATION_KINDS } from './roles.ts'
import { SCOPES } from './scopes.ts'

const instant = z.iso.datetime()
const civilDate = z.iso.date()
const locale = z.enum(['fr', 'en'])
/** Role letters in the order of ROLE_LETTERS, each once; empty: no role left. */
const letters = z.string().regex(/^O?M?C?W?T?S?Q?F?B?A?D?N?$/)

export const openingHours = z.strictObject({
  weekday: z.int().min(1).max(7).meta({ description: '1 Monday to 7 Sunday' }),
  from: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .meta({ description: 'wall time at the place, HH:MM' }),
  to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/),
})
export type OpeningHours = z.infer<typeof openingHours>

export const closure = z.strictObject({ from: civilDate, to: civilDate.meta({ description: 'last closed day' }) })
export type Closure = z.infer<typeof closure>

/** What everybody may know of an organisation; consumers keep the last one. */
export const organisationProfile = z.object({
  kind: z.enum(ORGANISATION_KINDS),
  name: z.string(),
  slug: z.string().nullable(),
  /** The place that a depot belongs to. */
  parentId: z.string().nullable(),
  street: z.string().nullable(),
  postalCode: z.string().nullable(),
  town: z.string().nullable(),
  lat: z.number().nullable(),
  lon: z.number().nullable(),
  activities: z.array(z.string()),
  description: z.object({ fr: z.string(), en: z.string() }),
  email: z.string().nullable(),
})
export type OrganisationProfile = z.infer<typeof organisationProfile>

/** Somebody's rights in one organisation from now on; `rv` is the version that tokens must have to be believed. */
export const rolesChanged = z.object({ memberId: z.string(), orgId: z.string(), roles: letters, rv: z.int().min(1) })
export type RolesChanged = z.infer<typeof rolesChanged>

/** Tokens of this session are refused from now on; after `until` none of them would be valid anyway. */
export const sessionRevoked = z.object({ sid: z.string(), until: instant })
export type SessionRevoked = z.infer<typeof sessionRevoked>

/** Tokens got with this access token are refused from now on. */
export const tokenRevoked = z.object({ tokenId: z.string(), until: instant })
export type TokenRevoked = z.infer<typeof tokenRevoked>

/**
 * Something worth keeping for the audit, said by whichever service saw it (`<service>.AuditNoted.v1`): a refused access to
 * what is somebody else's, or an act on behalf of another. Identity keeps the notes of all services.
 */
export const auditNoted = z.object({
  /** `mbr_…`, or `pat_…` of a machine. */
  actorId: z.string(),
  /** Row of the rights table. */
  action: z.string(),
  /** Id of what it was about. */
  target: z.string(),
  /** The organisation that owns the target, whose owners may read the note. */
  orgId: z.string().nullable(),
  outcome: z.enum(['forbidden', 'done']),
})
export type AuditNoted = z.infer<typeof auditNoted>

/** Annotated, because the inferred type would name every schema twice. */
export const identityEvents: EventCatalogue = eventCatalogue('identity', {
  MemberCreated: z.object({ displayName: z.string(), locale, demo: z.boolean() }),
  MemberUpdated: z.object({ displayName: z.string(), locale }),
  /** The member has an account to sign in with. */
  AccountCreated: z.object({ accountId: z.string() }),
  MembershipStarted: z.object({ orgId: z.string(), from: civilDate, until: civilDate, number: z.string().nullable() }),
  MembershipEnded: z.object({ orgId: z.string(), until: civilDate }),
  RolesChanged: rolesChanged,
  SessionRevoked: sessionRevoked,

  OrganisationCreated: organisationProfile,
  OrganisationUpdated: organisationProfile,
  OpeningSet: z.object({ opening: z.array(openingHours), closures: z.array(closure) }),

  /** Of an organisation's roster: who holds what there. Members learn it as RolesChanged, which carries their `rv`. */
  RolesSet: z.object({ orgId: z.string(), memberId: z.string(), roles: letters, until: civilDate.nullable(), step: z.int().min(1) }),

  TokenCreated: z.object({ name: z.string(), ownerId: z.string(), scopes: z.array(z.enum(SCOPES)), expiresAt: instant }),
  TokenRevoked: tokenRevoked,

  AuditNoted: auditNoted,
})
