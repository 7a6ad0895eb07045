import { orTryAgain, type Reactions } from '@filature/aggregates/runtime'
import { eventType } from '@filature/contracts/events/registry'
import { systemActor } from '@filature/kernel/actor'
import { type Market, readState } from '../market.ts'
import { OFFERS_PER_SESSION } from '../offers/queries.ts'
import { regularsOf } from './regulars.ts'

/** Recipients of one notification event: keeps every event small. */
const RECIPIENTS_AT_ONCE = 200

/** What follows from a session's life for its offers, and from its offers for the session. */
export function sessionReactions(market: Market): Reactions {
  const actor = systemActor('sessions')

  async function withdrawAll(sessionId: string, causationId: string) {
    const { items } = await market.store.find(market.offers.name, { where: { sessionId }, limit: OFFERS_PER_SESSION })
    const options = { actor, correlationId: sessionId, causationId }
    for (const answer of await Promise.all(items.map(({ id }) => market.offers.execute(id, { type: 'WithdrawOffer' }, options))))
      orTryAgain(answer)
  }

  return {
    async [eventType('market', 'OfferListed')](event) {
      const { sessionId, card } = event.data as { readonly sessionId: string; readonly card: { readonly producerId: string } }
      const options = { actor, correlationId: sessionId, causationId: event.id }
      orTryAgain(await market.sessions.execute(sessionId, { type: 'MarkListed', producerId: card.producerId }, options))
      // Listed in the moment when the session was cancelled.
      const session = await readState(market.sessions, sessionId)
      if (session?.state.state === 'cancelled') orTryAgain(await market.offers.execute(event.subject, { type: 'WithdrawOffer' }, options))
    },
    async [eventType('market', 'SessionCancelled')](event) {
      await withdrawAll(event.subject, event.id)
    },
    async [eventType('market', 'SessionOpened')](event) {
      const { hubId } = event.data as { readonly hubId: string }
      const regulars = await regularsOf(market.store, hubId)
      for (let part = 0; part * RECIPIENTS_AT_ONCE < regulars.length; part += 1) {
        const recipients = regulars.slice(part * RECIPIENTS_AT_ONCE, (part + 1) * RECIPIENTS_AT_ONCE)
        const options = { actor, idempotencyKey: `${event.id}/${part}`, correlationId: event.subject, causationId: event.id }
        orTryAgain(await market.sessions.execute(event.subject, { type: 'TellOpened', recipients, part }, options))
      }
    },
  }
}
