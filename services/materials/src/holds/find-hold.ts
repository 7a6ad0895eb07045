import type { Holder } from '@filature/contracts/materials/events'
import type { Caller } from '@filature/service-kit/caller'
import type { Store } from '@filature/store/port'
import type { Aggregates } from '../edge/ports.ts'
import { type Claim, quotaIdOf } from '../quota/quota.ts'
import { HOLD_HISTORY, type HoldHistory } from './hold-history.ts'

/** How many of this process's last holds are found before their event has come round. */
const RECENT = 10_000

/** Which lot each of this process's last holds is on. */
export interface RecentHolds {
  lotOf(holdId: string): string | undefined
  placed(holdId: string, lotId: string): void
}

export function recentHolds(): RecentHolds {
  const lots = new Map<string, string>()
  return {
    lotOf: (holdId) => lots.get(holdId),
    placed(holdId, lotId) {
      if (lots.size >= RECENT) lots.delete(lots.keys().next().value ?? '')
      lots.set(holdId, lotId)
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
  const recent = ports.recent.lotOf(holdId)
  if (recent !== undefined) return recent
  const history = await historyOf(ports.store, holdId)
  if (history?.lotId !== undefined) return history.lotId
  return (await ownClaims(ports, caller)).get(holdId)?.lotId
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
