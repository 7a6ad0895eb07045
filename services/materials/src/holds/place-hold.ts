import type { ExecuteOptions } from '@filature/aggregates/aggregate'
import type { Holder } from '@filature/contracts/materials/events'
import { HOUR } from '@filature/kernel/instant'
import { isRefusal, type Refusal, refuse } from '@filature/kernel/refusal'
import type { Depot } from '../depots/depot.ts'
import type { EdgePorts } from '../edge/ports.ts'
import type { HoldLot } from '../lots/commands.ts'
import type { Lot } from '../lots/lot.ts'
import { massOf } from '../lots/mass.ts'
import { personHoldHours } from '../lots/page.ts'
import { type QuotaCaps, quotaIdOf } from '../quota/quota.ts'
import type { NetworkPolicy } from '../settings.ts'
import { claimQuota, giveBack } from './claim.ts'
import type { HoldReply } from './decide-hold.ts'
import { historyOf } from './find-hold.ts'
import type { HoldHistory } from './hold-history.ts'
import { holdIdOf } from './hold-id.ts'

export interface HoldRequest {
  /** Derived from member and Idempotency-Key; the hold's id comes from it. */
  readonly reservationId: string
  readonly lot: Lot
  readonly depot: Depot | undefined
  readonly holder: Holder
  readonly qty: number
  readonly competent: boolean
}

export interface PlacedHold {
  readonly reply: HoldReply
  /** The lot's version with the hold. */
  readonly version: number
}

type Ports = Pick<EdgePorts, 'lots' | 'quotas' | 'store' | 'settings' | 'recent' | 'clock' | 'judgeLot'>

/**
 * Holds a part of a lot for one holder: claims the holder's quota, then holds the lot, each decided and durable on its own,
 * and gives the quota back when the lot refuses. A crash between the two leaves a claim that `claimQuota` finds again.
 * Refusals: those of quota and lot, `idempotency-mismatch`, and the passing ones.
 */
export async function placeHold(ports: Ports, request: HoldRequest, options: ExecuteOptions): Promise<PlacedHold | Refusal> {
  const { lot, holder, qty, depot, competent, reservationId } = request
  const holdId = holdIdOf(reservationId)
  const { holdMs, caps } = rulesFor(ports.settings.network, depot, holder)
  const command: HoldLot = { type: 'HoldLot', holdId, reservationId, holder, worksiteId: null, qty, holdMs, competent }
  const claim = { type: 'ClaimQuota', holderId: holder.id, holdId, lotId: lot.lotId, massG: massOf(lot, qty) ?? 0, caps } as const
  // A key has its own claim already; the runtime's memory would also repeat one that was given back since.
  const claiming = { ...options, idempotencyKey: undefined }

  const before = isIn(lot, holdId) ? undefined : await historyOf(ports.store, holdId)
  if (before?.ended === true) return sameAgain(before, request)
  // What the lot refuses as it stands needs no claim first. It is asked all the same: it may remember the key.
  const isHopeless = !isIn(lot, holdId) && ports.judgeLot(lot, command, options) !== undefined
  const claimed = isIn(lot, holdId) || isHopeless ? { isNew: false } : await claimQuota(ports, claim, claiming)
  if (isRefusal(claimed)) return claimed
  const quotaId = quotaIdOf(holder.id)
  const isClaimed = async () => (await ports.quotas.read(quotaId))?.state.claims[holdId] !== undefined
  const answer = await ports.lots.execute<HoldReply>(lot.lotId, command, options)
  if (answer.refused === true) {
    // `unavailable` does not say whether the hold is there: its claim waits for the next try of the same key, like one that a
    // crash left. Any other refusal ends it.
    if (answer.code !== 'unavailable' && (claimed.isNew || (await isClaimed()))) await giveBack(ports, quotaId, holdId)
    return answer
  }
  ports.recent.placed(holdId, lot.lotId)
  const placed = { reply: answer.reply, version: answer.version }
  if (answer.repeated) {
    // The first answer of a hold that has ended since: nothing is claimed for it any more.
    const now = (await ports.lots.read(lot.lotId))?.state
    if (claimed.isNew && now != null && !isIn(now, holdId)) await giveBack(ports, quotaId, holdId)
    return placed
  }
  if (await isClaimed()) return placed
  // Held without a claim: another try of the key gave it back, or the lot had become free meanwhile.
  const late = await claimQuota(ports, claim, claiming)
  if (!isRefusal(late) || !isHopeless) return placed
  await ports.lots.execute(lot.lotId, { type: 'ReleaseHold', holdId, why: 'compensation' }, claiming)
  return late
}

const isIn = ({ holds }: Lot, holdId: string): boolean => holds.some((hold) => hold.holdId === holdId)

/** The first answer of a hold that has ended since, or `idempotency-mismatch`. */
function sameAgain({ holdId, lotId, placed, ...before }: HoldHistory, { lot, holder, qty }: HoldRequest): PlacedHold | Refusal {
  if (placed === undefined || lotId !== lot.lotId || before.holder?.id !== holder.id || placed.qty !== qty) {
    return refuse('idempotency-mismatch')
  }
  const { kind, expiresAt, createdAt, available, version } = placed
  return { reply: { holdId, qty, kind, expiresAt, createdAt, extensions: 0, available }, version }
}

interface HoldRules {
  readonly holdMs: number
  readonly caps: QuotaCaps
}

function rulesFor(network: NetworkPolicy, depot: Depot | undefined, holder: Holder): HoldRules {
  const caps = network.caps[holder.kind]
  if (holder.kind !== 'person') {
    const hours = Math.min(network.worksiteHoldHours, depot?.policy.worksiteHoldHours ?? network.worksiteHoldHours)
    return { holdMs: hours * HOUR, caps }
  }
  return {
    holdMs: personHoldHours(network, depot) * HOUR,
    caps: {
      holds: Math.min(caps.holds, depot?.policy.personHolds ?? caps.holds),
      massG: Math.min(caps.massG, depot?.policy.personMassG ?? caps.massG),
    },
  }
}
