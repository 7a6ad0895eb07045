import { generateKeyPairSync, sign } from 'node:crypto'
import { createTokenCheck, type TokenCheck } from '@filature/service-kit/token-check'

export interface Signer {
  readonly check: TokenCheck
  /** A token as identity would issue it. */
  tokenFor(memberId: string, roles?: Readonly<Record<string, string>>): string
}

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** The real token check, with a key pair of the test's own in place of identity's. */
export function testSigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const kid = 'test-key'
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' }
  return {
    check: createTokenCheck({ fetchKeys: async () => ({ keys: [jwk] }), nowMs: Date.now }),
    tokenFor(memberId, roles = {}) {
      const exp = Math.floor(Date.now() / 1_000) + 3_600
      const content = `${base64url({ alg: 'EdDSA', typ: 'JWT', kid })}.${base64url({ sub: `usr_${memberId}`, mbr: memberId, name: memberId, roles, rv: 1, exp })}`
      return `${content}.${sign(null, Buffer.from(content), privateKey).toString('base64url')}`
    },
  }
}
