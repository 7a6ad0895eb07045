import type { Reactions } from '@filature/aggregates/runtime'
import { orTryAgain } from '@filature/aggregates/runtime'
import { eventType } from '@filature/contracts/events/registry'
import type { Holder } from '@filature/contracts/materials/events'
import { systemActor } from '@filature/kernel/actor'
import type { EventRecord } from '@filature/kernel/event'
import type { Aggregates } from '../edge/ports.ts'
import { ownWishesIdOf } from './own-wishes.ts'

/** What ended in a lot's queue leaves the member's own list. */
export function wishReactions({ ownWishes }: Pick<Aggregates, 'ownWishes'>): Reactions {
  async function forget(event: EventRecord) {
    const { wishId, holder, rest = 0 } = newsOf(event)
    if (rest > 0) return
    const options = { actor: systemActor('materials.wishes'), causationId: event.id }
    orTryAgain(await ownWishes.execute(ownWishesIdOf(holder.memberId), { type: 'ForgetWish', wishId }, options))
  }
  return { [eventType('materials', 'WishFilled')]: forget, [eventType('materials', 'WishClosed')]: forget }
}

/** Written by this service's own `publish`, checked against the catalogue before it was written. */
function newsOf(event: EventRecord) {
  return event.data as { readonly wishId: string; readonly holder: Holder; readonly rest?: number }
}
