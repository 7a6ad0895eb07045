import { createHash } from 'node:crypto'
import { ulid } from 'ulid'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A new id: prefix (with its underscore, `lot_`) and a ULID, so ids sort by the time they were made. */
export function newId(prefix: string): string {
  return prefix + ulid()
}

/**
 * The id of something that must not be created twice: the same parts always give the same id. Parts are the natural key
 * or (member, Idempotency-Key). 130 bits of SHA-256 in Crockford base 32, the same length and alphabet as a ULID.
 */
export function derivedId(prefix: string, ...parts: readonly (string | number)[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest()
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of digest) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5 && text.length < 26) {
      bits -= 5
      text += CROCKFORD[(held >>> bits) & 31]
    }
    held &= (1 << bits) - 1
    if (text.length === 26) break
  }
  return prefix + text
}
