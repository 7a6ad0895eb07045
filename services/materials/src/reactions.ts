import type { Reactions } from '@filature/aggregates/runtime'
import { orTryAgain } from '@filature/aggregates/runtime'
import { eventType } from '@filature/contracts/events/registry'
import type { Holder, LotState } from '@filature/contracts/materials/events'
import { systemActor } from '@filature/kernel/actor'
import type { EventRecord } from '@filature/kernel/event'
import type { Instant } from '@filature/kernel/instant'
import type { Store } from '@filature/store/port'
import { placeOf } from './depots/depot.ts'
import type { Aggregates } from './edge/ports.ts'
import { massOf } from './lots/mass.ts'
import { pickupSlip } from './pickups/issue-slip.ts'
import type { EndedWhy } from './quota/quota.ts'
import { quotaIdOf } from './quota/quota.ts'

/** The fields read here of what lots publish about holds. */
interface HoldNews {
  readonly lot: LotState
  readonly holdId: string
  readonly holder: Holder
  readonly qty: number
  readonly why: EndedWhy
  readonly endedAt: Instant
  readonly cooldownUntil: Instant | null
  readonly remaining: number
  readonly slipId: string
  readonly massG: number | null
  readonly priceCents: number | null
}

const PAGE = 200
const of = (name: string) => eventType('materials', name)

/** Consequences of a lot's events for other aggregates. Each is harmless when it comes again. */
export function holdReactions({ quotas, lots, slips }: Aggregates): Reactions {
  const optionsFor = (event: EventRecord) => ({ actor: systemActor('materials.holds'), causationId: event.id })

  async function end(event: EventRecord, news: HoldNews, why: EndedWhy, endedAt: Instant) {
    const { holdId, holder, cooldownUntil = null } = news
    const options = optionsFor(event)
    orTryAgain(await quotas.execute(quotaIdOf(holder.id), { type: 'FreeQuota', holdId, why, endedAt, cooldownUntil }, options))
  }

  async function reduce(event: EventRecord, { holdId, holder, lot: { lotId } }: HoldNews, rest: number) {
    const lot = (await lots.read(lotId))?.state
    const massG = lot == null ? 0 : (massOf(lot, rest) ?? 0)
    orTryAgain(await quotas.execute(quotaIdOf(holder.id), { type: 'ReduceClaim', holdId, massG }, optionsFor(event)))
  }

  return {
    [of('HoldReleased')]: (event) => end(event, newsOf(event), newsOf(event).why, newsOf(event).endedAt),
    [of('HoldCut')](event) {
      const news = newsOf(event)
      return news.qty === 0 ? end(event, news, 'cut', event.time) : reduce(event, news, news.qty)
    },
    async [of('LotPickedUp')](event) {
      const news = newsOf(event)
      await (news.remaining === 0 ? end(event, news, 'picked-up', event.time) : reduce(event, news, news.remaining))
      const lot = (await lots.read(news.lot.lotId))?.state
      if (lot == null) return
      const { holdId, qty, massG, priceCents } = news
      const facts = pickupSlip(lot, { holdId, memberId: news.holder.memberId, qty, massG, priceCents, at: event.time })
      orTryAgain(await slips.execute(news.slipId, { type: 'IssueSlip', facts }, optionsFor(event)))
    },
  }
}

/** The reactions to holds change their holder's quota: holders of one lot need not wait for each other. */
export function holderOrLot(event: EventRecord): string {
  const { holder } = event.data as Partial<HoldNews>
  return holder?.id ?? event.subject
}

/** Lots keep what they need of their depot; a depot that moves, is renamed or gets termites tells them. */
export function depotReactions({ depots, lots }: Aggregates, store: Store): Reactions {
  return {
    async [of('DepotUpdated')](event) {
      const depot = (await depots.read(event.subject))?.state
      if (depot == null) return
      const command = { type: 'SyncPlace', place: placeOf(depot) } as const
      let after: string | undefined
      do {
        const page = await store.find('lot', { where: { depotId: event.subject }, limit: PAGE, ...(after !== undefined && { after }) })
        const options = { actor: systemActor('materials.depots'), causationId: event.id }
        for (const answer of await Promise.all(page.items.map(({ id }) => lots.execute(id, command, options)))) orTryAgain(answer)
        after = page.next
      } while (after !== undefined)
    },
  }
}

/** Written by this service's own `publish`, checked against the catalogue before it was written. */
function newsOf(event: EventRecord): HoldNews {
  return event.data as HoldNews
}
