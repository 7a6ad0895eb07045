import type { Holder } from '@filature/contracts/materials/events'
import type { Caller } from '@filature/service-kit/caller'
import type { Store } from '@filature/store/port'
import type { Aggregates } from '../edge/ports.ts'
import { type Claim, quotaIdOf } from '../quota/quota.ts'
import { HOLD_HISTORY, type HoldHistory } from './hold-history.ts'

/** How many of this process's last holds are found before their event has come round. */
const RECENT = 10_000

interface RecentHold {
  readonly lotId: string
  readonly holder: Holder
}

/** On which lot and for whom each of this process's last holds was placed. */
export interface RecentHolds {
  get(holdId: string): RecentHold | undefined
  placed(holdId: string, hold: RecentHold): void
}

export function recentHolds(): RecentHolds {
  const holds = new Map<string, RecentHold>()
  return {
    get: (holdId) => holds.get(holdId),
    placed(holdId, hold) {
      if (holds.size >= RECENT) holds.delete(holds.keys().next().value ?? '')
      holds.set(holdId, hold)
    },
  }
}

interface Ports extends Pick<Aggregates, 'quotas'> {
  readonly store: Store
  readonly recent: RecentHolds
}

/**
 * The lot that a hold is or was on. The history knows every hold a moment after it was placed; until then this process knows
 * its own, and the holder's quota knows those placed by another process.
 */
export async function lotIdOfHold(ports: Ports, holdId: string, caller: Caller): Promise<string | undefined> {
  const recent = ports.recent.get(holdId)
  if (recent !== undefined) return recent.lotId
  const history = await historyOf(ports.store, holdId)
  if (history?.lotId !== undefined) return history.lotId
  return (await ownClaims(ports, caller)).get(holdId)?.lotId
}

/** Whose hold it is or was, also when its lot knows it no longer. */
export async function holderOfHold({ recent, store }: Pick<Ports, 'recent' | 'store'>, holdId: string): Promise<Holder | undefined> {
  return recent.get(holdId)?.holder ?? (await historyOf(store, holdId))?.holder
}

export async function historyOf(store: Store, holdId: string): Promise<HoldHistory | undefined> {
  const [row] = await store.loadRows(HOLD_HISTORY, [holdId])
  // Rows of the collection are what the projection wrote.
  return row?.document as HoldHistory | undefined
}

/** By hold, in order of claiming: what the caller keeps, alone and for organisations. Some may be another member's of the same organisation. */
export async function ownClaims({ quotas }: Pick<Ports, 'quotas'>, { memberId, roles }: Caller): Promise<ReadonlyMap<string, Claim>> {
  const holders = memberId === undefined ? [] : [memberId, ...Object.keys(roles)]
  const read = await quotas.readMany(holders.map(quotaIdOf))
  return new Map(read.flatMap((quota) => Object.entries(quota?.state.claims ?? {})))
}

/** Null for a person, who holds for nobody else. */
export const behalfOf = (holder: Holder): string | null => (holder.kind === 'person' ? null : holder.id)
