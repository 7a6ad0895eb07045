import { generateKeyPairSync, sign } from 'node:crypto'
import type { TokenClaims } from '@filature/service-kit/caller'
import { createTokenCheck, type TokenCheck } from '@filature/service-kit/token-check'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

export interface LocalTokens {
  readonly check: TokenCheck
  /** What identity serves at `/jwks`. */
  readonly keys: { readonly keys: readonly { readonly kty: string }[] }
  tokenFor(memberId: string, roles: Readonly<Record<string, string>>): string
}

/** Identity's part of a test: signs tokens with a key made on the spot, and the check that knows its public half. */
export function localTokens(): LocalTokens {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const jwk = { kty: 'OKP', ...publicKey.export({ format: 'jwk' }), kid: 'test', alg: 'EdDSA' }
  const keySet = { keys: [jwk] }
  const inAYear = Math.floor(Date.now() / 1_000) + 366 * 86_400
  return {
    // Only signatures and roles matter here, so the token's life does not follow the test's clock.
    check: createTokenCheck({ fetchKeys: async () => keySet, nowMs: Date.now }),
    keys: keySet,
    tokenFor(memberId, roles) {
      const claims: TokenClaims = { sub: `usr_${memberId}`, mbr: memberId, roles, rv: 1, exp: inAYear }
      const signed = `${encode({ alg: 'EdDSA', kid: 'test', typ: 'JWT' })}.${encode(claims)}`
      return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`
    },
  }
}
