import { generateKeyPairSync, sign } from 'node:crypto'
import type { TokenClaims } from '../caller.ts'
import { createTokenCheck, type TokenCheck } from '../token-check.ts'

/** Identity's part of a test or a measurement. */
export interface TokenSigner {
  /** The real token check, which knows the public half of the key. */
  readonly check: TokenCheck
  /** What identity serves at `/jwks`. */
  readonly keys: { readonly keys: readonly { readonly kty: string }[] }
  /** A token as identity would issue it; `roles` are role letters per organisation. */
  tokenFor(memberId: string, roles?: Readonly<Record<string, string>>, sessionId?: string): string
}

const KEY_ID = 'test-key'
const YEAR_S = 366 * 86_400

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Signs tokens with a key made on the spot. They live for a year by the machine's clock, whatever the test's clock does. */
export function tokenSigner(): TokenSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const keys = { keys: [{ kty: 'OKP', ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'EdDSA', use: 'sig' }] }
  const header = base64url({ alg: 'EdDSA', typ: 'JWT', kid: KEY_ID })
  const exp = Math.floor(Date.now() / 1_000) + YEAR_S
  return {
    check: createTokenCheck({ fetchKeys: async () => keys, nowMs: Date.now }),
    keys,
    tokenFor(memberId, roles = {}, sessionId = `ses-of-${memberId}`) {
      const claims: TokenClaims = { sub: `usr_${memberId}`, mbr: memberId, sid: sessionId, name: memberId, roles, rv: 1, exp }
      const content = `${header}.${base64url(claims)}`
      return `${content}.${sign(null, Buffer.from(content), privateKey).toString('base64url')}`
    },
  }
}
