import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * The secret of an access token, made from its id and the server's own secret: a repeated creation can answer the same
 * secret again although only its hash is kept.
 */
export function secretOf(tokenId: string, authSecret: string): string {
  return `${tokenId}.${createHmac('sha256', authSecret).update(`access-token ${tokenId}`).digest('base64url')}`
}

/** SHA-256, hex: the secret has 256 random bits, so it needs no slow hash. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** `pat_….<secret>` → `pat_…` */
export function tokenIdIn(secret: string): string | undefined {
  return /^(pat_[0-9A-HJKMNP-TV-Z]{26})\.[\w-]{43}$/.exec(secret)?.[1]
}

export function isSecretOf(hash: string, secret: string): boolean {
  return timingSafeEqual(Buffer.from(hash, 'hex'), Buffer.from(hashOf(secret), 'hex'))
}
