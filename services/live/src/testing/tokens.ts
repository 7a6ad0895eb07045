import { generateKeyPairSync, sign } from 'node:crypto'
import { createTokenCheck, type TokenCheck } from '@filature/service-kit/token-check'

export interface SigningTokens {
  readonly check: TokenCheck
  /** A token as identity would issue it. */
  tokenFor(memberId: string, sessionId?: string): string
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The real token check with a key pair of the test's own in place of identity's. */
export function signingTokens(): SigningTokens {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const kid = 'test-key'
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' }
  return {
    check: createTokenCheck({ fetchKeys: async () => ({ keys: [jwk] }), nowMs: Date.now }),
    tokenFor(memberId, sessionId = `ses-of-${memberId}`) {
      const exp = Math.floor(Date.now() / 1_000) + 480
      const claims = { sub: `usr_${memberId}`, mbr: memberId, sid: sessionId, roles: {}, rv: 1, exp }
      const content = `${base64url({ alg: 'EdDSA', typ: 'JWT', kid })}.${base64url(claims)}`
      return `${content}.${sign(null, Buffer.from(content), privateKey).toString('base64url')}`
    },
  }
}
