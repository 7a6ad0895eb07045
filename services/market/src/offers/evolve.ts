import { type Instant, plusMs } from '@filature/kernel/instant'
import { claimOf, NO_CLAIMS, withClaim } from './claim-book.ts'
import type { Claim, GoneHold, Offer, OfferEvent, StockHeldData } from './offer.ts'

/** `cooldownMs`: how long a lost or given-back hold is remembered. */
export function evolveOffer(offer: Offer | null, event: OfferEvent, cooldownMs: number): Offer | null {
  if (event.type === 'OfferListed') {
    return { ...event.data, state: 'listed', withdrawn: false, claims: NO_CLAIMS, gone: {} }
  }
  if (offer === null) return null
  switch (event.type) {
    case 'OfferStockSet':
      return { ...offer, allocatedB: event.data.allocatedB }
    case 'OfferRepriced':
      return { ...offer, priceC: event.data.priceC }
    case 'OfferPaused':
      return { ...offer, state: 'paused' }
    case 'OfferResumed':
      return { ...offer, state: 'listed' }
    case 'OfferClosed':
      return { ...offer, state: 'closed', gone: {} }
    case 'OfferWithdrawn':
      return { ...offer, state: 'closed', withdrawn: true, gone: {} }
    case 'StockHeld':
      return held(offer, event.data, cooldownMs)
    case 'HoldExtended':
      return patched(offer, event.data.orderId, (claim) => ({
        ...claim,
        expiresAt: event.data.expiresAt,
        extensions: (claim.extensions ?? 0) + 1,
      }))
    case 'ClaimPinned': {
      const { orderId, qtyB, at } = event.data
      const before = claimOf(offer.claims, orderId)
      const claim: Claim = before === undefined ? { state: 'pinned', qtyB, firstAt: at } : { ...before, state: 'pinned' }
      return { ...offer, claims: withClaim(offer.claims, orderId, claim, offer.closesAt) }
    }
    case 'ClaimUnpinned':
      return patched(offer, event.data.orderId, (claim) => ({ ...claim, state: 'held', expiresAt: event.data.expiresAt }))
    case 'ClaimConfirmed':
      return patched(offer, event.data.orderId, ({ qtyB, firstAt, source, rankAt }) => ({
        state: 'confirmed',
        qtyB,
        firstAt,
        ...(source !== undefined && { source }),
        ...(rankAt !== undefined && { rankAt }),
      }))
    case 'ClaimAmended': {
      const { qtyB, previousB, at } = event.data
      return patched(offer, event.data.orderId, (claim) => ({ ...claim, qtyB, ...(qtyB > previousB && { rankAt: at }) }))
    }
    case 'HoldExpired':
      return without(offer, event.data.orderId, event.data.expiresAt, event.data.at, cooldownMs)
    case 'ClaimReleased':
      return without(offer, event.data.orderId, event.data.at, event.data.at, cooldownMs)
    case 'OfferStockChanged':
      return offer
  }
}

function held(offer: Offer, data: StockHeldData, cooldownMs: number): Offer {
  const { orderId, qtyB, expiresAt, at, source } = data
  const before = claimOf(offer.claims, orderId)
  const { [orderId]: gone, ...others } = pruned(offer.gone, at, cooldownMs)
  const claim: Claim =
    before !== undefined
      ? { ...before, qtyB, ...(qtyB > before.qtyB && { rankAt: at }) }
      : {
          state: 'held',
          qtyB,
          expiresAt,
          firstAt: gone?.firstAt ?? at,
          ...(gone !== undefined && { rankAt: at }),
          ...(gone?.extensions !== undefined && { extensions: gone.extensions }),
          ...(source !== 'basket' && { source }),
        }
  return { ...offer, claims: withClaim(offer.claims, orderId, claim, offer.closesAt), gone: others }
}

function patched(offer: Offer, orderId: string, change: (claim: Claim) => Claim): Offer {
  const claim = claimOf(offer.claims, orderId)
  return claim === undefined ? offer : { ...offer, claims: withClaim(offer.claims, orderId, change(claim), offer.closesAt) }
}

/** Takes a claim away; a held one leaves its clock behind for a while. */
function without(offer: Offer, orderId: string, endedAt: Instant, now: Instant, cooldownMs: number): Offer {
  const claim = claimOf(offer.claims, orderId)
  const claims = withClaim(offer.claims, orderId, undefined, offer.closesAt)
  const kept = pruned(offer.gone, now, cooldownMs)
  if (claim?.state !== 'held' || claim.expiresAt === undefined) return { ...offer, claims, gone: kept }
  const { firstAt, expiresAt, extensions } = claim
  const gone: GoneHold = { at: endedAt, firstAt, expiresAt, ...(extensions !== undefined && { extensions }) }
  return { ...offer, claims, gone: { ...kept, [orderId]: gone } }
}

function pruned(gone: Offer['gone'], now: Instant, cooldownMs: number): Offer['gone'] {
  const kept = Object.entries(gone).filter(([, { at }]) => plusMs(at, cooldownMs) > now)
  return kept.length === Object.keys(gone).length ? gone : Object.fromEntries(kept)
}
