import type { ExecuteOptions } from '@filature/aggregates/aggregate'
import type { Holder } from '@filature/contracts/materials/events'
import { HOUR } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import type { Depot } from '../depots/depot.ts'
import type { EdgePorts } from '../edge/ports.ts'
import { isHeld } from '../lots/availability.ts'
import type { HoldLot } from '../lots/commands.ts'
import type { Lot } from '../lots/lot.ts'
import { massOf } from '../lots/mass.ts'
import { personHoldHours } from '../lots/page.ts'
import type { QuotaCaps } from '../quota/quota.ts'
import type { NetworkPolicy } from '../settings.ts'
import { type ClaimQuota, claimQuota, matchClaim } from './claim.ts'
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
  const { lot, holder, qty } = request
  const { command, claim } = commandsFor(ports.settings.network, request)
  const { holdId } = command
  const isThere = isHeld(lot, holdId)
  const before = answerOf(await historyOf(ports.store, holdId), request, isThere)
  if (before !== undefined) return before

  // A claim is known by its hold and needs no key; the runtime's memory would also repeat one that was given back since.
  const claiming = { ...options, idempotencyKey: undefined, ifVersion: undefined }
  // What the lot refuses as it stands needs no claim first. It is asked all the same: it may remember the key.
  const isHopeless = !isThere && ports.judgeLot(lot, command, options) !== undefined
  const unclaimed = isThere || isHopeless ? undefined : await claimQuota(ports, claim, claiming)
  if (unclaimed !== undefined) return unclaimed

  // How long a hold lasts may have changed since the same was asked before.
  const answer = await ports.lots.execute<HoldReply>(lot.lotId, command, { ...options, asked: ['HoldLot', holdId, holder, qty] })
  const uncovered = await matchClaim(ports, claim, answer, claiming)
  if (answer.refused === true) return answer
  ports.recent.placed(holdId, { lotId: lot.lotId, holder })
  if (!isHopeless || uncovered === undefined) return { reply: answer.reply, version: answer.version }
  // The lot had become free meanwhile, but its holder has no quota for it.
  await ports.lots.execute(lot.lotId, { type: 'ReleaseHold', holdId, why: 'compensation' }, claiming)
  return uncovered
}

/**
 * What the history says to a request: `idempotency-mismatch` when its hold was asked for otherwise, the first answer when it
 * is over, nothing while it lives or is not known. The lot forgets its answers, the history does not.
 */
function answerOf(history: HoldHistory | undefined, { lot, holder, qty }: HoldRequest, isThere: boolean): PlacedHold | Refusal | undefined {
  if (history?.placed === undefined) return undefined
  const { placed, holdId } = history
  if (placed.qty !== qty || history.lotId !== lot.lotId || history.holder?.id !== holder.id) return refuse('idempotency-mismatch')
  if (isThere && !history.ended) return undefined
  const { kind, expiresAt, createdAt, available, version } = placed
  return { reply: { holdId, qty, kind, expiresAt, createdAt, extensions: 0, available }, version }
}

function commandsFor(network: NetworkPolicy, request: HoldRequest): { readonly command: HoldLot; readonly claim: ClaimQuota } {
  const { lot, holder, qty, depot, competent, reservationId } = request
  const holdId = holdIdOf(reservationId)
  const { holdMs, caps } = rulesFor(network, depot, holder)
  return {
    command: { type: 'HoldLot', holdId, reservationId, holder, worksiteId: null, qty, holdMs, competent },
    claim: { type: 'ClaimQuota', holderId: holder.id, holdId, lotId: lot.lotId, massG: massOf(lot, qty) ?? 0, caps },
  }
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
