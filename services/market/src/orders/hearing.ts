import type { Reactions } from '@filature/aggregates/runtime'
import { orTryAgain } from '@filature/aggregates/runtime'
import { eventType } from '@filature/contracts/events/registry'
import type { LineItem } from '@filature/contracts/market/events'
import { systemActor } from '@filature/kernel/actor'
import type { EventRecord } from '@filature/kernel/event'
import type { Instant } from '@filature/kernel/instant'
import { type Market, readState } from '../market.ts'
import type { ClaimNews } from './hear.ts'

/** The payloads of offers, as the catalogue checked them before they were published. */
interface ClaimFacts {
  readonly hubId: string
  readonly sessionId: string
  readonly orderId: string
  readonly memberId: string
  readonly qtyB: number
  readonly heldSince: Instant
  readonly expiresAt: Instant
  readonly item: LineItem
  readonly because: string
}

const NEWS: Readonly<Record<string, (facts: ClaimFacts) => ClaimNews>> = {
  StockHeld: ({ hubId, sessionId, memberId, qtyB, heldSince, expiresAt, item }) => ({
    kind: 'held',
    hubId,
    sessionId,
    memberId,
    qtyB,
    heldSince,
    expiresAt,
    item,
  }),
  HoldExtended: ({ expiresAt }) => ({ kind: 'moved', expiresAt }),
  ClaimUnpinned: ({ expiresAt }) => ({ kind: 'moved', expiresAt }),
  HoldExpired: () => ({ kind: 'expired' }),
  ClaimAmended: ({ qtyB }) => ({ kind: 'amended', qtyB }),
  ClaimReleased: ({ because }) => ({ kind: 'released', because }),
}

/** Orders follow what offers say of their claims: every event once or more, the newest version wins. */
export function orderReactions(market: Market): Reactions {
  const actor = systemActor('offers')

  async function hear(orderId: string, event: EventRecord, news: ClaimNews) {
    const offerId = event.subject
    // Most have heard already, by the request itself: a look is cheaper than a decision.
    const known = await readState(market.orders, orderId)
    if ((known?.state.heard[offerId] ?? 0) >= event.sequence) return
    const options = { actor, correlationId: orderId, causationId: event.id }
    orTryAgain(await market.orders.execute(orderId, { type: 'HearClaim', offerId, v: event.sequence, news }, options))
  }

  const reactions = Object.entries(NEWS).map(([name, newsOf]) => {
    const react = async (event: EventRecord) => {
      const facts = event.data as ClaimFacts
      await hear(facts.orderId, event, newsOf(facts))
    }
    return [eventType('market', name), react] as const
  })
  return {
    ...Object.fromEntries(reactions),
    async [eventType('market', 'OfferRepriced')](event) {
      const { orderIds, priceC } = event.data as { readonly orderIds: readonly string[]; readonly priceC: number }
      await Promise.all(orderIds.map((orderId) => hear(orderId, event, { kind: 'repriced', priceC })))
    },
  }
}
