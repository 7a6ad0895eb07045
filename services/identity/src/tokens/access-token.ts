import type { Scope } from '@filature/contracts/identity/scopes'
import type { Actor } from '@filature/kernel/actor'
import { accept, type Decider } from '@filature/kernel/decider'
import { DAY, type Instant, plusMs } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'
import { scopesBeyond } from './scope-width.ts'

/** Longest life of an access token (network spec §3). */
const MOST_DAYS = 365

/** A token for a program: the person's own, or a machine of an organisation. Only the hash of its secret is kept. */
export interface AccessToken {
  readonly name: string
  /** `mbr_…`: never more than that member may; `org_…`: never more than a manager of that organisation may. */
  readonly ownerId: string
  readonly ownerKind: 'member' | 'organisation'
  readonly createdBy: string
  readonly scopes: readonly Scope[]
  /** SHA-256 of the secret, hex. */
  readonly hash: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
  readonly revoked: boolean
}

export type AccessTokenState = AccessToken | null

export type AccessTokenCommand =
  | {
      readonly type: 'CreateToken'
      readonly name: string
      readonly ownerId: string
      readonly ownerKind: AccessToken['ownerKind']
      readonly scopes: readonly Scope[]
      readonly days: number
      readonly hash: string
    }
  /** `until`: when the last short token got with it ends. */
  | { readonly type: 'RevokeToken'; readonly until: Instant }

export type AccessTokenEvent =
  | { readonly type: 'TokenCreated'; readonly data: Omit<AccessToken, 'revoked'> }
  | { readonly type: 'TokenRevoked'; readonly data: { readonly until: Instant } }

/** The letters that an organisation's machine acts with: all that a manager may, within its scopes. */
export const MACHINE_LETTERS = 'M'

/** Only owners and managers make machines, so a machine never exceeds its maker. */
function rolesOfOwner(kind: AccessToken['ownerKind'], ownerId: string, maker: Actor): Readonly<Record<string, string>> {
  return kind === 'organisation' ? { [ownerId]: MACHINE_LETTERS } : maker.roles
}

/** Refusals: `scope-too-wide{scopes}`, `expiry-too-long{mostDays}`, `not-found`. */
export const accessTokenDecider: Decider<AccessTokenState, AccessTokenCommand, AccessTokenEvent> = {
  aggregate: 'access-token',
  initial: null,
  decide(state, command, context) {
    switch (command.type) {
      case 'CreateToken': {
        if (state !== null) return refuse('wrong-state')
        if (command.days > MOST_DAYS) return refuse('expiry-too-long', { mostDays: MOST_DAYS })
        const beyond = scopesBeyond(command.scopes, rolesOfOwner(command.ownerKind, command.ownerId, context.actor))
        if (beyond.length > 0) return refuse('scope-too-wide', { scopes: beyond.join(', ') })
        const { name, ownerId, ownerKind, scopes, hash } = command
        const expiresAt = plusMs(context.now, command.days * DAY)
        const data = { name, ownerId, ownerKind, createdBy: context.actor.id, scopes, hash, createdAt: context.now, expiresAt }
        return accept([{ type: 'TokenCreated', data }], { createdAt: context.now, expiresAt })
      }
      case 'RevokeToken':
        if (state === null) return refuse('not-found')
        return accept(state.revoked ? [] : [{ type: 'TokenRevoked', data: { until: command.until } }])
    }
  },
  evolve(state, event) {
    if (event.type === 'TokenCreated') return { ...event.data, revoked: false }
    return state === null ? state : { ...state, revoked: true }
  },
  publish(event, _after, { id }) {
    if (event.type === 'TokenRevoked') return { tokenId: id, until: event.data.until }
    const { name, ownerId, scopes, expiresAt } = event.data
    return { name, ownerId, scopes, expiresAt }
  },
}
