import { z } from 'zod'
import { serviceApi } from '../http/endpoint.ts'
import { pageOf, pageQuery } from '../http/page.ts'
import { rule } from '../http/rules.ts'
import { closure, openingHours, organisationProfile } from './events.ts'
import { ORGANISATION_KINDS } from './roles.ts'
import { SCOPES } from './scopes.ts'

const id = z.string().min(1).max(80)
const email = z.email().max(254).meta({ description: 'capital letters make no difference' })
const locale = z.enum(['fr', 'en'])
const instant = z.iso.datetime()
const displayName = z.string().trim().min(1).max(60).meta({ description: 'what others read' })
const password = z.string().min(1).max(128)
/** Only a path of this site: a link in a mail must never lead elsewhere. */
const returnTo = z
  .string()
  .max(300)
  .regex(/^\/(?![/\\])/, rule('own-path'))
  .meta({ description: 'where to come back to, for instance /marche' })
const idParams = z.object({ id })

const memberBrief = z.object({ id, displayName: z.string(), locale })
const shortToken = z.object({
  token: z.string().meta({ description: 'for `Authorization: Bearer`; every service checks it locally' }),
  expiresAt: instant,
})
const signedIn = shortToken.extend({
  member: memberBrief,
  newMember: z.boolean().meta({ description: 'first sign-in: ask for a name' }),
})
export type SignedIn = z.infer<typeof signedIn>

export const organisationBrief = organisationProfile.pick({ kind: true, name: true, slug: true, parentId: true }).extend({ id })
const organisation = organisationProfile.extend({
  id,
  opening: z.array(openingHours),
  closures: z.array(closure),
  version: z.int(),
  km: z.number().optional().meta({ description: 'as the crow flies from `near`, when that was given; one decimal' }),
})
export type Organisation = z.infer<typeof organisation>

const heldRoles = z.object({
  organisation: organisationBrief,
  roles: z.string().meta({ description: 'letters: O owner, M manager, C coordinator, W stock-keeper, T treasurer…' }),
})

const near = z
  .string()
  .regex(/^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?$/, rule('coordinates'))
  .refine(
    (pair) => pair.split(',').every((degrees, position) => Math.abs(Number(degrees)) <= (position === 0 ? 90 : 180)),
    rule('coordinates'),
  )
  .meta({ description: 'latitude,longitude; sorts by distance' })

const member = memberBrief.extend({
  firstName: z.string(),
  lastName: z.string(),
  email: z.string().nullable(),
  languages: z.array(z.string()),
  roles: z.array(heldRoles),
  memberships: z.array(z.object({ organisation: organisationBrief, from: z.iso.date(), until: z.iso.date() })),
  demo: z.boolean(),
  hasPassword: z.boolean(),
  version: z.int(),
})
export type Member = z.infer<typeof member>

const accessToken = z.object({
  id,
  name: z.string(),
  ownerId: z.string().meta({ description: 'the member, or the organisation of a machine' }),
  scopes: z.array(z.enum(SCOPES)),
  createdAt: instant,
  expiresAt: instant,
})

/** A JSON Web Key Set with public Ed25519 keys. */
const keySet = z.object({
  keys: z.array(z.looseObject({ kid: z.string(), kty: z.string(), crv: z.string(), x: z.string(), alg: z.string(), use: z.string() })),
})

export const identityApi = serviceApi('identity', 'Identity', {
  'POST /sign-in': {
    summary: 'Sign in with e-mail and password; answers a short token and sets the session cookie',
    access: 'public',
    body: z.strictObject({ email, password }),
    reply: signedIn,
    refusals: ['wrong-credentials', 'too-many-attempts', 'email-unverified'],
    session: 'opens',
  },
  'POST /magic-links': {
    summary: 'Send a sign-in link by e-mail; the same answer whether or not the address is known, and a new address signs up',
    access: 'public',
    body: z.strictObject({ email, returnTo: returnTo.optional() }),
    reply: z.object({ expiresInS: z.int() }),
    status: 202,
    refusals: ['too-many-attempts', 'mail-not-configured'],
  },
  'POST /magic-links/redeem': {
    summary: 'Sign in with the token of a link; works once',
    access: 'public',
    body: z.strictObject({ token: z.string().min(1).max(200) }),
    reply: signedIn,
    refusals: ['link-used'],
    session: 'opens',
  },
  'GET /magic-links/last': {
    summary: 'The last link asked for an address; only in the demonstration and until a real account exists, else not-found',
    access: 'public',
    query: z.strictObject({ email }),
    reply: z.object({ url: z.string(), token: z.string() }),
    refusals: ['not-found'],
  },
  'POST /token': {
    summary: 'A new short token from the session cookie; to be sent without Authorization, which may hold an old one',
    access: 'public',
    reply: signedIn,
    session: 'reads',
  },
  'POST /sign-out': {
    summary: 'End this session; its tokens are refused everywhere within a second',
    access: 'public',
    session: 'reads',
    status: 204,
  },
  'POST /sign-out/everywhere': {
    summary: 'End all sessions of the person, on every device',
    access: 'signed-in',
    status: 204,
  },
  'GET /members/me': { summary: 'The own member file', access: 'signed-in', reply: member, refusals: ['not-found'] },
  'PATCH /members/me': {
    summary: 'Change name or language',
    access: 'signed-in',
    body: z
      .strictObject({ displayName: displayName.optional(), locale: locale.optional() })
      .refine((body) => Object.keys(body).length > 0, rule('at-least-one', 'displayName, locale')),
    reply: member,
    conditional: true,
    refusals: ['not-found'],
  },
  'PUT /members/me/password': {
    summary: 'Set or change the password (12 to 128 characters, common ones refused); other sessions end',
    access: 'signed-in',
    body: z.strictObject({
      newPassword: password,
      currentPassword: password.optional().meta({ description: 'required when there is one already' }),
    }),
    status: 204,
    refusals: ['not-found', 'weak-password', 'wrong-credentials', 'too-many-attempts'],
  },
  'GET /members': {
    summary: 'Members of an organisation with their roles there',
    access: { action: 'identity.member.list' },
    query: pageQuery.extend({ org: id }),
    reply: pageOf(z.object({ id, displayName: z.string(), roles: z.string() })),
    refusals: ['not-found'],
  },
  'GET /organisations': {
    summary: 'Organisations by name, or by distance when `near` is given',
    access: 'public',
    query: pageQuery.extend({ kind: z.enum(ORGANISATION_KINDS).optional(), near: near.optional() }),
    reply: pageOf(organisation),
  },
  'GET /organisations/:id': {
    summary: 'One organisation, by its id or its slug',
    access: 'public',
    params: idParams,
    reply: organisation,
  },
  'GET /places': {
    summary: 'Places that receive the public: third places, and depots that stand alone',
    access: 'public',
    query: pageQuery.extend({ near: near.optional() }),
    reply: pageOf(organisation),
  },
  'POST /organisations/:id/roles': {
    summary: 'Say which roles a member has in an organisation; an empty text takes all away',
    access: { action: 'identity.role.set' },
    params: idParams,
    body: z.strictObject({
      memberId: id,
      roles: z
        .string()
        .max(12)
        .regex(/^[OMCWTSQFBAN]*$/, rule('role-letters'))
        .meta({ description: 'role letters in any order' }),
      until: z.iso.date().optional().meta({ description: 'last day of an auditor; default: a year from now' }),
    }),
    reply: z.object({ memberId: id, orgId: id, roles: z.string(), rv: z.int() }),
    refusals: ['last-owner', 'above-own-rank', 'role-not-in-kind'],
  },
  'POST /organisations/:id/leave': {
    summary: 'Give up all own roles in an organisation',
    access: 'signed-in',
    params: idParams,
    status: 204,
    refusals: ['last-owner'],
  },
  'GET /demo-accounts': {
    summary: 'Accounts of the demonstration; not-found once a real account exists',
    access: 'public',
    reply: z.object({
      items: z.array(memberBrief.extend({ email: z.string().nullable(), roles: z.array(heldRoles), place: z.string().nullable() })),
    }),
    refusals: ['not-found'],
  },
  'POST /demo-sign-in': {
    summary: 'Sign in as a demonstration account in one click',
    access: 'public',
    body: z.strictObject({ memberId: id }),
    reply: signedIn,
    refusals: ['not-found'],
    session: 'opens',
  },
  'POST /access-tokens': {
    summary: 'Make a token for a program: one’s own, or a machine of an organisation; the secret is shown this once',
    access: 'signed-in',
    body: z.strictObject({
      name: z.string().trim().min(1).max(80),
      scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
      expiresInDays: z.int().min(1).max(10_000).default(90).meta({ description: 'at most 365' }),
      orgId: id.optional().meta({ description: 'the organisation whose machine it is; absent: one’s own' }),
    }),
    reply: accessToken.extend({ secret: z.string() }),
    status: 201,
    idempotent: true,
    refusals: ['not-found', 'scope-too-wide', 'expiry-too-long'],
  },
  'GET /access-tokens': {
    summary: 'Own tokens, or those of an organisation’s machines; never their secrets',
    access: 'signed-in',
    query: pageQuery.extend({ org: id.optional() }),
    reply: pageOf(accessToken),
    refusals: ['not-found'],
  },
  'DELETE /access-tokens/:id': {
    summary: 'Revoke a token; what was got with it is refused everywhere within a second',
    access: 'signed-in',
    params: idParams,
    status: 204,
  },
  'POST /tokens/exchange': {
    summary: 'A short token for a program, from the secret of its access token; never more than scopes × roles',
    access: 'public',
    body: z.strictObject({ token: z.string().min(1).max(200) }),
    reply: shortToken,
  },
  'GET /audit': {
    summary: 'Notes of the audit about an organisation, newest first',
    access: { action: 'identity.audit.read' },
    query: pageQuery.extend({ org: id, actor: id.optional() }),
    reply: pageOf(
      z.object({ id, at: instant, service: z.string(), actorId: z.string(), action: z.string(), target: z.string(), outcome: z.string() }),
    ),
    refusals: ['not-found'],
  },
  'GET /jwks': { summary: 'Public keys that tokens are signed with, also at /api/auth/jwks', access: 'public', reply: keySet },
})
