import type { Scope } from '@filature/contracts/identity/scopes'
import type { Clock } from '@filature/kernel/clock'
import { type Instant, instantFromMs, msOf, SECOND } from '@filature/kernel/instant'
import { lettersPerOrganisation, type Member } from '../members/member.ts'
import { type AccessToken, MACHINE_LETTERS } from './access-token.ts'
import type { SigningKeys } from './signing-keys.ts'

/** Who the tokens are for: every service of this product. */
const AUDIENCE = 'filature'

export interface ShortToken {
  readonly token: string
  readonly expiresAt: Instant
}

export interface TokenIssuer {
  /** For a signed-in person. */
  forSession(sid: string, accountId: string, memberId: string, member: Member): Promise<ShortToken>
  /** For a program, by its owner's roles of this moment: a member's, or a manager's of the organisation (network I4). */
  forAccessToken(tokenId: string, accessToken: AccessToken, owner: Member | undefined): Promise<ShortToken>
  /** When a token issued now ends. */
  endOfNow(): Instant
}

export function createTokenIssuer(keys: SigningKeys, clock: Clock, tokenMs: number): TokenIssuer {
  async function issue(claims: Readonly<Record<string, unknown>>, sub: string, notAfter: Instant | undefined): Promise<ShortToken> {
    const iat = Math.floor(msOf(clock.now()) / SECOND)
    const longest = iat + Math.floor(tokenMs / SECOND)
    const exp = notAfter === undefined ? longest : Math.min(longest, Math.floor(msOf(notAfter) / SECOND))
    const token = await keys.sign({ ...claims, sub, iat, exp, aud: AUDIENCE })
    return { token, expiresAt: instantFromMs(exp * SECOND) }
  }

  return {
    forSession: (sid, accountId, memberId, member) => issue({ ...claimsOf(memberId, member), sid }, accountId, undefined),
    forAccessToken(tokenId, { ownerId, ownerKind, scopes, expiresAt, name }, owner) {
      const scope = scopeText(scopes)
      if (ownerKind === 'organisation')
        return issue({ sid: tokenId, name, roles: { [ownerId]: MACHINE_LETTERS }, rv: 1, scope }, tokenId, expiresAt)
      if (owner === undefined) throw new Error(`access token ${tokenId} of a member that is not there`)
      return issue({ ...claimsOf(ownerId, owner), sid: tokenId, scope }, tokenId, expiresAt)
    },
    endOfNow: () => instantFromMs(msOf(clock.now()) + tokenMs),
  }
}

/** The claims that services read: `TokenClaims` of service-kit. */
function claimsOf(memberId: string, member: Member) {
  return { mbr: memberId, name: member.displayName, locale: member.locale, roles: lettersPerOrganisation(member), rv: member.rv }
}

const scopeText = (scopes: readonly Scope[]): string => scopes.join(' ')
