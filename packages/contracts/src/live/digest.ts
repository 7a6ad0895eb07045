/**
 * Digest of what a room holds, order-independent, so that gateway and screen need not agree on an order: the sum, modulo
 * 2^64 in two halves, of a hash of each `id:v`. A sum (unlike an exclusive or) also tells two equal members from none, and
 * lets the gateway keep it current by one addition and one subtraction per change. Not a defence against forgery: it finds
 * silent loss. Plain 32-bit arithmetic, the same in every browser.
 */
export interface RoomDigest {
  readonly high: number
  readonly low: number
  readonly count: number
}

export const EMPTY_DIGEST: RoomDigest = { high: 0, low: 0, count: 0 }

/** FNV-1a, 32 bits, over UTF-16 code units (http://www.isthe.com/chongo/tech/comp/fnv/); `seed` gives independent halves. */
function fnv1a(text: string, seed: number): number {
  let hash = seed
  for (let at = 0; at < text.length; at += 1) {
    hash ^= text.charCodeAt(at)
    hash = Math.imul(hash, 0x01000193)
  }
  // The last bits of FNV mix poorly; murmur3's finaliser spreads them, so that neighbouring versions differ everywhere.
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  return hash >>> 0
}

const OFFSET_BASIS = 0x811c9dc5
const SECOND_BASIS = 0x3c6ef372

export function withState(digest: RoomDigest, id: string, v: number): RoomDigest {
  const text = `${id}:${v}`
  return {
    high: (digest.high + fnv1a(text, SECOND_BASIS)) >>> 0,
    low: (digest.low + fnv1a(text, OFFSET_BASIS)) >>> 0,
    count: digest.count + 1,
  }
}

export function withoutState(digest: RoomDigest, id: string, v: number): RoomDigest {
  const text = `${id}:${v}`
  return {
    high: (digest.high - fnv1a(text, SECOND_BASIS)) >>> 0,
    low: (digest.low - fnv1a(text, OFFSET_BASIS)) >>> 0,
    count: digest.count - 1,
  }
}

/** 16 hexadecimal digits, what a `digest` message carries. */
export function digestText({ high, low }: RoomDigest): string {
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0')
}

/** The digest of all that is held of a room, for the side that keeps no running one. */
export function digestOf(states: Iterable<{ readonly id: string; readonly v: number }>): RoomDigest {
  let digest = EMPTY_DIGEST
  for (const { id, v } of states) digest = withState(digest, id, v)
  return digest
}
