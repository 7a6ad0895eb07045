import type { Projection } from '@filature/aggregates/projection'
import { eventType, topicOf } from '@filature/contracts/events/registry'
import { DAY, type Instant, plusMs } from '@filature/kernel/instant'
import type { Market } from '../market.ts'

/** When a member's last baskets ran out, oldest first. */
interface Habits {
  readonly lapsedAt: readonly Instant[]
}

/** More than any setting needs would only grow the row. */
const KEPT = 10
const HABITS = 'habits'

export const habits: Projection<Habits> = {
  collection: { name: HABITS, indexes: {} },
  topics: [topicOf('market')],
  types: [eventType('market', 'BasketLapsed')],
  // The payload is this service's own, checked against the catalogue before it was published.
  rowsOf: ({ data }) => [(data as { readonly memberId: string }).memberId],
  apply: (row, { time }) => ({ lapsedAt: [...(row?.lapsedAt ?? []), time].slice(-KEPT) }),
}

/** Minutes of a hold for somebody who let several baskets run out within a day (spec §6, Expiry); undefined for all others. */
export async function shortHoldMin({ store, settings }: Market, memberId: string, now: Instant): Promise<number | undefined> {
  const [row] = await store.loadRows(HABITS, [memberId])
  if (row?.document === undefined) return undefined
  const { lapsedAt } = row.document as Habits
  const since = plusMs(now, -DAY)
  return lapsedAt.filter((at) => at > since).length >= settings.MARKET_LAPSED_BASKETS ? settings.MARKET_SHORT_HOLD_MIN : undefined
}
