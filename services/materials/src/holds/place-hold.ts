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

  let isNewClaim = false
  if (!lot.holds.some((hold) => hold.holdId === holdId)) {
    const before = await historyOf(ports.store, holdId)
    if (before?.ended === true) return sameAgain(before, request)
    // What the lot as it stands refuses needs no claim first.
    const impossible = ports.judgeLot(lot, command, options)
    if (impossible !== undefined) return impossible
    const claimed = await claimQuota(ports, claim, claiming)
    if (isRefusal(claimed)) return claimed
    isNewClaim = claimed.isNew
  }
  const answer = await ports.lots.execute<HoldReply>(lot.lotId, command, options)
  if (answer.refused === true) {
    // `unavailable` does not say whether the hold is there: its claim waits for the next try of the same key.
    if (isNewClaim && answer.code !== 'unavailable') await giveBack(ports, quotaIdOf(holder.id), holdId)
    return answer
  }
  ports.recent.placed(holdId, lot.lotId)
  // The try that made the claim may have given it back in the meantime.
  if (!isNewClaim) await claimQuota(ports, claim, claiming)
  return { reply: answer.reply, version: answer.version }
}

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
