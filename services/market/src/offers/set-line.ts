import type { Decision, DecisionContext } from '@filature/kernel/decider'
import { earliest, type Instant, MINUTE, plusMs } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import { claimOf } from './claim-book.ts'
import { and, type ClaimReply, concluded, freeExpired, type OfferLimits } from './deciding.ts'
import type { Claim, ClaimSource, Offer, OfferEvent } from './offer.ts'
import { stockOf } from './stock.ts'

export interface SetLine {
  readonly type: 'SetLine'
  readonly sessionId: string
  readonly orderId: string
  readonly memberId: string
  /** What there shall be, base units; 0 removes. */
  readonly qtyB: number
  /** The buyer declares to be 18 or older. */
  readonly adult?: true
  /** Minutes, when this member's holds are shorter than the hub's (too many baskets ran out). */
  readonly holdMin?: number
  /** Why this member may take no more at all: caps over all baskets, counted before. */
  readonly over?: Pick<Refusal, 'code' | 'figures'>
  readonly source?: ClaimSource
}

type SetLineDecision = Decision<OfferEvent, ClaimReply>

/**
 * Sets an order's part of an offer to an absolute quantity. New or more is held (or taken at once when confirmed already),
 * less is freed.
 * Refuses: not-found (another session's), session-not-open, producer-closed, wrong-state, order-busy, off-step, quantity-range, member-limit, age-required,
 * membership-required, hold-cooldown, offer-full, insufficient-stock; and what `over` says.
 */
export function setLine(offer: Offer, command: SetLine, context: DecisionContext, limits: OfferLimits): SetLineDecision {
  const { now } = context
  const { orderId, qtyB } = command
  if (command.sessionId !== offer.sessionId) return refuse('not-found')
  const closed = notOpen(offer, now)
  if (closed !== undefined) return closed
  const deciding = freeExpired(offer, now, limits)
  const claim = claimOf(deciding.offer.claims, orderId)
  const beforeB = claim?.qtyB ?? 0
  if (claim?.state === 'pinned') return refuse('order-busy')
  if (qtyB === beforeB) return concluded(deciding, context, orderId)
  if (qtyB === 0) {
    const released: OfferEvent = { type: 'ClaimReleased', data: { orderId, qtyB: beforeB, because: 'member', at: now } }
    return concluded(and(deciding, [released], limits), context, orderId)
  }
  const wrong = wrongQuantity(offer, qtyB)
  if (wrong !== undefined) return wrong
  if (qtyB > beforeB) {
    if (command.over !== undefined && claim === undefined) return refuse(command.over.code, command.over.figures)
    const no = mayNotTake(deciding.offer, command, claim, context, limits)
    if (no !== undefined) return no
  }
  return concluded(and(deciding, [lineSet(deciding.offer, command, claim, now)], limits), context, orderId)
}

function notOpen(offer: Offer, now: Instant): Refusal | undefined {
  if (offer.withdrawn) return refuse('session-not-open', { state: 'cancelled' })
  if (now < offer.opensAt) return refuse('session-not-open', { opensAt: offer.opensAt })
  if (now >= offer.closesAt || offer.state === 'closed') return refuse('producer-closed', { closesAt: offer.closesAt })
  return undefined
}

function wrongQuantity({ item }: Offer, qtyB: number): Refusal | undefined {
  const { stepB, minB, maxB, baseUnit } = item
  if (qtyB < minB || qtyB > maxB) {
    return refuse('quantity-range', { minB, maxB, unit: baseUnit })
  }
  const over = (qtyB - minB) % stepB
  if (over === 0) return undefined
  const nearest = [qtyB - over, qtyB - over + stepB].filter((near) => near <= maxB)
  return refuse('off-step', { stepB, nearest, unit: baseUnit })
}

/** What stands in the way of taking more than before. */
function mayNotTake(
  offer: Offer,
  { orderId, qtyB, adult }: SetLine,
  claim: Claim | undefined,
  { now, actor }: DecisionContext,
  limits: OfferLimits,
): Refusal | undefined {
  const { item, perMemberB, terms } = offer
  if (offer.state === 'paused') return refuse('wrong-state', { state: 'paused' })
  if (perMemberB !== null && qtyB > perMemberB) {
    return refuse('member-limit', { limitB: perMemberB, unit: item.baseUnit })
  }
  if (item.alcoholBp !== null && adult !== true) return refuse('age-required', { years: 18 })
  if (terms.membersOnly && actor.kind === 'member' && (actor.roles[offer.orgId] ?? '') === '') {
    return refuse('membership-required', { orgId: offer.orgId })
  }
  if (claim === undefined) {
    const until = cooldownUntil(offer, orderId, now, limits)
    if (until !== undefined && until > now) return refuse('hold-cooldown', { until })
    if (offer.claims.count >= limits.claimsPerOffer) return refuse('offer-full', { most: limits.claimsPerOffer })
  }
  const { availableB } = stockOf(offer, now)
  if (qtyB - (claim?.qtyB ?? 0) <= availableB) return undefined
  return refuse('insufficient-stock', { availableB, unit: item.baseUnit })
}

/** A hold that ended blocks for a minute from its end; one that was given back before does not, its clock just runs on. */
function cooldownUntil(offer: Offer, orderId: string, now: Instant, limits: OfferLimits): Instant | undefined {
  const gone = offer.gone[orderId]
  return gone !== undefined && gone.expiresAt <= now ? plusMs(gone.expiresAt, limits.cooldownMs) : undefined
}

function lineSet(offer: Offer, command: SetLine, claim: Claim | undefined, now: Instant): OfferEvent {
  const { orderId, memberId, qtyB, source = 'basket', holdMin = offer.terms.holdMin } = command
  if (claim?.state === 'confirmed') return { type: 'ClaimAmended', data: { orderId, qtyB, previousB: claim.qtyB, at: now } }
  const fresh = earliest(plusMs(now, holdMin * MINUTE), offer.closesAt) ?? offer.closesAt
  const running = claim?.expiresAt ?? offer.gone[orderId]?.expiresAt
  const expiresAt = running !== undefined && running > now ? running : fresh
  return { type: 'StockHeld', data: { orderId, memberId, qtyB, expiresAt, at: now, source } }
}
