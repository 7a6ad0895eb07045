import type { Aggregate } from '@filature/aggregates/aggregate'
import type { identityApi } from '@filature/contracts/identity/http'
import type { Clock } from '@filature/kernel/clock'
import { derivedId } from '@filature/kernel/ids'
import { refuse } from '@filature/kernel/refusal'
import type { Caller } from '@filature/service-kit/caller'
import type { Handlers } from '@filature/service-kit/route'
import type { Store } from '@filature/store/port'
import type { Audit } from '../audit/note.ts'
import type { Members } from '../members/queries.ts'
import type { Organisations } from '../organisations/queries.ts'
import type { AccessToken, AccessTokenCommand, AccessTokenState } from './access-token.ts'
import type { TokenIssuer } from './issue.ts'
import { hashOf, isSecretOf, secretOf, tokenIdIn } from './secrets.ts'

/** Fields that access tokens are searched by. */
export const ACCESS_TOKEN_FIELDS = { byOwner: ['ownerId', 'revoked'] } as const

export interface TokenParts {
  readonly accessTokens: Aggregate<AccessTokenState, AccessTokenCommand>
  readonly members: Members
  readonly organisations: Organisations
  readonly issuer: TokenIssuer
  readonly store: Store
  readonly clock: Clock
  readonly authSecret: string
  readonly audit: Audit
}

type Routes = 'POST /access-tokens' | 'GET /access-tokens' | 'DELETE /access-tokens/:id' | 'POST /tokens/exchange'

interface Created {
  readonly createdAt: string
  readonly expiresAt: string
}

export function tokenRoutes(parts: TokenParts): Pick<Handlers<typeof identityApi.endpoints>, Routes> {
  const { accessTokens, members, organisations, issuer, store } = parts

  /** May the caller make and revoke tokens of this owner? */
  function mayKeep(caller: Caller, ownerId: string): boolean {
    return caller.mayOnOwn('identity.token.own', ownerId) || caller.may('identity.token.machine', ownerId)
  }

  /** The organisation named, or the caller. */
  async function ownerOf(caller: Caller, org: string | undefined) {
    if (org === undefined) return caller.memberId === undefined ? undefined : { id: caller.memberId, kind: 'member' as const }
    const found = await organisations.named(org)
    return found === undefined ? undefined : { id: found.id, kind: 'organisation' as const }
  }

  return {
    'POST /access-tokens': async ({ body, caller, idempotencyKey = '', receivedAt }) => {
      const owner = await ownerOf(caller, body.orgId)
      if (owner === undefined) return refuse('not-found')
      if (!mayKeep(caller, owner.id)) return parts.audit.forbid(caller, 'identity.token.machine', owner.id, owner.id)
      const id = derivedId('pat_', owner.id, caller.actor.id, idempotencyKey)
      const secret = secretOf(id, parts.authSecret)
      const { name, scopes, expiresInDays: days } = body
      const answer = await accessTokens.execute<Created>(
        id,
        { type: 'CreateToken', name, ownerId: owner.id, ownerKind: owner.kind, scopes, days, hash: hashOf(secret) },
        { actor: caller.actor, idempotencyKey, receivedAt },
      )
      if (answer.refused === true) return answer
      return { body: { id, name, ownerId: owner.id, scopes, ...answer.reply, secret } }
    },
    'GET /access-tokens': async ({ query, caller }) => {
      const owner = await ownerOf(caller, query.org)
      if (owner === undefined) return refuse('not-found')
      if (!mayKeep(caller, owner.id)) return parts.audit.forbid(caller, 'identity.token.machine', owner.id, owner.id)
      const { after, limit } = query
      const page = await store.find('access-token', {
        where: { ownerId: owner.id, revoked: false },
        limit,
        ...(after !== undefined && { after }),
      })
      const items = page.items.map(({ id, document }) => {
        // The collection holds the documents of the access-token aggregate and nothing else.
        const { name, ownerId, scopes, createdAt, expiresAt } = document as AccessToken
        return { id, name, ownerId, scopes: [...scopes], createdAt, expiresAt }
      })
      return { body: { items, ...(page.next !== undefined && { next: page.next }) } }
    },
    'DELETE /access-tokens/:id': async ({ params, caller, receivedAt }) => {
      const found = await accessTokens.read(params.id)
      // Somebody else's token is not even said to exist.
      if (found === undefined || found.state === null || !mayKeep(caller, found.state.ownerId)) return refuse('not-found')
      const answer = await accessTokens.execute(
        params.id,
        { type: 'RevokeToken', until: issuer.endOfNow() },
        { actor: caller.actor, receivedAt },
      )
      return answer.refused === true ? answer : { body: undefined }
    },
    'POST /tokens/exchange': async ({ body }) => {
      const id = tokenIdIn(body.token)
      const accessToken = id === undefined ? undefined : (await accessTokens.read(id))?.state
      if (id === undefined || accessToken === undefined || accessToken === null) return refuse('unauthenticated')
      if (!isSecretOf(accessToken.hash, body.token) || accessToken.revoked || accessToken.expiresAt <= parts.clock.now()) {
        return refuse('unauthenticated')
      }
      const owner = accessToken.ownerKind === 'member' ? await members.read(accessToken.ownerId) : undefined
      return { body: await issuer.forAccessToken(id, accessToken, owner?.member) }
    },
  }
}
