import { earliest, type Instant, plusMs, SECOND } from '@filature/kernel/instant'
import type { Claim } from './offer.ts'

/**
 * An offer's claims with their sums, so that a decision on a hot offer (thousands of claims) touches a shelf of them and not
 * all. Changed only by `withClaim`, which keeps sums and instants true.
 */
export interface ClaimBook {
  readonly count: number
  /** Base units; held counts what has expired but is not freed by an event yet. */
  readonly heldB: number
  readonly pinnedB: number
  readonly confirmedB: number
  /** By the last letter of the order's id. */
  readonly shelves: Readonly<Record<string, Shelf>>
}

interface Shelf {
  /** When the first hold on it is free again; absent when none is held. */
  readonly nextFreeAt?: Instant
  readonly claims: Readonly<Record<string, Claim>>
}

export const NO_CLAIMS: ClaimBook = { count: 0, heldB: 0, pinnedB: 0, confirmedB: 0, shelves: {} }

/**
 * Holds that end with the producer's closing are let go this much later: nobody can take the stock any more, and a
 * confirmation that arrived in time still finds its claims (spec §6, Close).
 */
const CLOSING_GRACE_MS = 5 * SECOND

/** When an offer that closes at `closesAt` stops for good: after the grace. */
export const endsAt = ({ closesAt }: { readonly closesAt: Instant }): Instant => plusMs(closesAt, CLOSING_GRACE_MS)

/** When a held claim is free again; undefined for pinned and confirmed ones, which never expire (I12). */
function freeAt(claim: Claim, closesAt: Instant): Instant | undefined {
  if (claim.state !== 'held' || claim.expiresAt === undefined) return undefined
  return claim.expiresAt >= closesAt ? endsAt({ closesAt }) : claim.expiresAt
}

const shelfOf = (orderId: string): string => orderId.slice(-1)

export const claimOf = (book: ClaimBook, orderId: string): Claim | undefined => book.shelves[shelfOf(orderId)]?.claims[orderId]

export const allClaims = (book: ClaimBook): readonly (readonly [string, Claim])[] =>
  Object.values(book.shelves).flatMap((shelf) => Object.entries(shelf.claims))

/** Sets a claim, or takes it away (undefined). */
export function withClaim(book: ClaimBook, orderId: string, claim: Claim | undefined, closesAt: Instant): ClaimBook {
  const name = shelfOf(orderId)
  const shelf: Shelf = book.shelves[name] ?? { claims: {} }
  const { [orderId]: before, ...others } = shelf.claims
  const claims = claim === undefined ? others : { ...shelf.claims, [orderId]: claim }
  const sums = {
    count: book.count + (claim === undefined ? 0 : 1) - (before === undefined ? 0 : 1),
    heldB: book.heldB + of('held', claim) - of('held', before),
    pinnedB: book.pinnedB + of('pinned', claim) - of('pinned', before),
    confirmedB: book.confirmedB + of('confirmed', claim) - of('confirmed', before),
  }
  const nextFreeAt = firstFree(Object.values(claims), closesAt)
  return { ...sums, shelves: { ...book.shelves, [name]: { claims, ...(nextFreeAt !== undefined && { nextFreeAt }) } } }
}

const of = (state: Claim['state'], claim: Claim | undefined): number => (claim?.state === state ? claim.qtyB : 0)

function firstFree(claims: readonly Claim[], closesAt: Instant): Instant | undefined {
  let first: Instant | undefined
  for (const claim of claims) {
    const free = freeAt(claim, closesAt)
    if (free !== undefined && (first === undefined || free < first)) first = free
  }
  return first
}

/** When the first hold of all is free again, past instants included. */
export const nextFreeAt = (book: ClaimBook): Instant | undefined =>
  earliest(...Object.values(book.shelves).map((shelf) => shelf.nextFreeAt))

/** Orders whose hold is over at `now` but not freed by an event yet. */
export function expiredClaims(book: ClaimBook, closesAt: Instant, now: Instant): readonly (readonly [string, Claim])[] {
  return Object.values(book.shelves)
    .filter((shelf) => shelf.nextFreeAt !== undefined && shelf.nextFreeAt <= now)
    .flatMap((shelf) => Object.entries(shelf.claims))
    .filter(([, claim]) => {
      const free = freeAt(claim, closesAt)
      return free !== undefined && free <= now
    })
}

/** When the first hold that is not over at `now` will be. */
export function nextExpiryAfter(book: ClaimBook, closesAt: Instant, now: Instant): Instant | undefined {
  const first = nextFreeAt(book)
  if (first === undefined || first > now) return first
  return firstFree(
    allClaims(book).flatMap(([, claim]) => ((freeAt(claim, closesAt) ?? now) > now ? [claim] : [])),
    closesAt,
  )
}
