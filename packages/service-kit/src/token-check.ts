import { type Refusal, refuse } from '@filature/kernel/refusal'
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose'
import type { TokenClaims } from './caller.ts'

export interface TokenCheckOptions {
  /** Fetches identity's public keys. Called at the first token, and for an unknown key id at most once per `refetchMs`. */
  readonly fetchKeys: () => Promise<JSONWebKeySet>
  /** Default 30 000 ms. */
  readonly refetchMs?: number
  /** How long fetched keys are used before they are fetched again; default 10 minutes. */
  readonly keysMaxAgeMs?: number
  /** Verified tokens kept so that the signature is checked once; default 10 000. */
  readonly remembered?: number
  /** Current time, epoch milliseconds. */
  readonly nowMs: () => number
}

export interface TokenCheck {
  /** Claims, or `unauthenticated`, `token-stale`, `unavailable` (no keys could be had yet). Local: no network but for new keys. */
  check(token: string): Promise<TokenClaims | Refusal>
  /** From identity's events: tokens of this member with a lower `rv` are stale from now on. */
  learnRights(memberId: string, rv: number): void
  /** From SessionRevoked / TokenRevoked: the session's tokens are refused until they would have ended anyway (epoch ms). */
  revokeSession(sid: string, untilMs?: number): void
}

/** Longer than any token lives: how long a revoked session is remembered when nobody says until when. */
const LONGEST_TOKEN_MS = 15 * 60_000
/** Above this many, revoked sessions whose time is over are forgotten. */
const SWEEP_REVOKED_ABOVE = 1_000

const DEFAULTS = { refetchMs: 30_000, keysMaxAgeMs: 600_000, remembered: 10_000 }

export function createTokenCheck(options: TokenCheckOptions): TokenCheck {
  const { fetchKeys, nowMs } = options
  const refetchMs = options.refetchMs ?? DEFAULTS.refetchMs
  const keysMaxAgeMs = options.keysMaxAgeMs ?? DEFAULTS.keysMaxAgeMs
  const most = options.remembered ?? DEFAULTS.remembered
  const verified = new Map<string, TokenClaims>()
  const rights = new Map<string, number>()
  const revoked = new Map<string, number>()
  let keys: { set: JSONWebKeySet; verify: ReturnType<typeof createLocalJWKSet>; at: number } | undefined
  let triedAt = Number.NEGATIVE_INFINITY
  let fetching: Promise<boolean> | undefined

  /** False when the keys could not be had: those already known stay in use. */
  function refresh(): Promise<boolean> {
    triedAt = nowMs()
    fetching ??= fetchKeys()
      .then(
        (set) => {
          keys = { set, verify: createLocalJWKSet(set), at: nowMs() }
          return true
        },
        () => false,
      )
      .finally(() => {
        fetching = undefined
      })
    return fetching
  }

  async function verify(token: string): Promise<TokenClaims | 'no-keys' | undefined> {
    const known = verified.get(token)
    if (known !== undefined) return known
    const kid = kidOf(token)
    if (kid === undefined) return undefined
    if (keys === undefined && !(await refresh())) return 'no-keys'
    const mayRefetch = () => nowMs() - triedAt >= refetchMs
    if (keys !== undefined && nowMs() - keys.at > keysMaxAgeMs && mayRefetch()) await refresh()
    if (!keys?.set.keys.some((key) => key.kid === kid) && mayRefetch()) await refresh()
    if (keys === undefined) return undefined
    try {
      const { payload } = await jwtVerify(token, keys.verify, { algorithms: ['EdDSA'], currentDate: new Date(nowMs()) })
      if (typeof payload.sub !== 'string' || typeof payload.exp !== 'number' || typeof payload['rv'] !== 'number') return undefined
      // Signed by identity, and the fields that are read without a check of their own are tested above.
      const claims = payload as unknown as TokenClaims
      if (verified.size >= most) verified.delete(verified.keys().next().value ?? '')
      verified.set(token, claims)
      return claims
    } catch {
      return undefined
    }
  }

  return {
    async check(token) {
      const claims = await verify(token)
      if (claims === 'no-keys') return refuse('unavailable', { retryAfterS: 2 })
      if (claims === undefined || claims.exp * 1_000 <= nowMs()) {
        verified.delete(token)
        return refuse('unauthenticated')
      }
      if (claims.sid !== undefined && nowMs() < (revoked.get(claims.sid) ?? 0)) return refuse('unauthenticated')
      const owner = claims.mbr ?? claims.sub
      if (claims.rv < (rights.get(owner) ?? 0)) return refuse('token-stale')
      return claims
    },
    learnRights(memberId, rv) {
      if (rv > (rights.get(memberId) ?? 0)) rights.set(memberId, rv)
    },
    revokeSession(sid, untilMs = nowMs() + LONGEST_TOKEN_MS) {
      if (revoked.size > SWEEP_REVOKED_ABOVE) for (const [other, until] of revoked) if (until <= nowMs()) revoked.delete(other)
      revoked.set(sid, untilMs)
    },
  }
}

function kidOf(token: string): string | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8'))
    return typeof header === 'object' && header !== null && 'kid' in header && typeof header.kid === 'string' ? header.kid : undefined
  } catch {
    return undefined
  }
}
