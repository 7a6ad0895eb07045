import type { ExecuteOptions } from '@filature/aggregates/aggregate'
import type { Answer } from '@filature/aggregates/answer'
import { systemActor } from '@filature/kernel/actor'
import type { Clock } from '@filature/kernel/clock'
import { type Instant, MINUTE, plusMs } from '@filature/kernel/instant'
import type { Refusal } from '@filature/kernel/refusal'
import type { Aggregates } from '../edge/ports.ts'
import { isHeld } from '../lots/availability.ts'
import { type HolderQuota, type QuotaCommand, quotaIdOf } from '../quota/quota.ts'

type Ports = Pick<Aggregates, 'quotas' | 'lots'> & { readonly clock: Clock }
export type ClaimQuota = Extract<QuotaCommand, { type: 'ClaimQuota' }>

/**
 * A claim without a hold on its lot belongs to a hold that is just being placed, or to one that a crash cut off. After this
 * time, longer than any command lives, it is the latter.
 */
const SETTLED_AFTER_MS = 2 * MINUTE

/**
 * Claims a part of the holder's quota; what is claimed already stays so. What a crash left behind counts for nobody: it is
 * given back the moment it would stand in the way. Refusals `quota-exceeded`, `rehold-cooldown`, and the passing ones.
 */
export async function claimQuota(ports: Ports, claim: ClaimQuota, options: ExecuteOptions): Promise<Refusal | undefined> {
  const quotaId = quotaIdOf(claim.holderId)
  const answer = await ports.quotas.execute(quotaId, claim, options)
  if (answer.refused !== true) return undefined
  if (answer.code !== 'quota-exceeded' || !(await freeLeftovers(ports, quotaId))) return answer
  const again = await ports.quotas.execute(quotaId, claim, options)
  return again.refused === true ? again : undefined
}

/**
 * Makes a claim follow what the lot answered: there with its hold, given back without one. Several tries of one request share
 * hold and claim, so neither is ever judged by who made it. Refusals: those of `claimQuota`, for a hold whose claim is missing.
 */
export async function matchClaim(ports: Ports, claim: ClaimQuota, answer: Answer, options: ExecuteOptions): Promise<Refusal | undefined> {
  // Whether the hold is there is not known: its claim waits for the next try of the same key, like one that a crash left.
  if (answer.refused === true && answer.code === 'unavailable') return undefined
  // An answer that is repeated may be that of a hold that has ended since.
  const isHeldNow = answer.refused !== true && (!answer.repeated || (await isOnLot(ports, claim)))
  return isHeldNow ? keepClaim(ports, claim, options) : dropClaim(ports, claim, options)
}

async function keepClaim(ports: Ports, claim: ClaimQuota, options: ExecuteOptions): Promise<Refusal | undefined> {
  return (await isClaimed(ports, claim)) ? undefined : claimQuota(ports, claim, options)
}

async function dropClaim(ports: Ports, claim: ClaimQuota, options: ExecuteOptions): Promise<Refusal | undefined> {
  if (!(await isClaimed(ports, claim)) || (await isOnLot(ports, claim))) return undefined
  await giveBack(ports, quotaIdOf(claim.holderId), claim.holdId)
  // Another try may have held meanwhile, and have looked for its claim while it was still there.
  return (await isOnLot(ports, claim)) ? claimQuota(ports, claim, options) : undefined
}

async function isOnLot({ lots }: Pick<Ports, 'lots'>, { lotId, holdId }: ClaimQuota): Promise<boolean> {
  const lot = (await lots.read(lotId))?.state
  return lot != null && isHeld(lot, holdId)
}

async function isClaimed({ quotas }: Pick<Ports, 'quotas'>, { holderId, holdId }: ClaimQuota): Promise<boolean> {
  return (await quotas.read(quotaIdOf(holderId)))?.state.claims[holdId] !== undefined
}

async function giveBack({ quotas, clock }: Pick<Ports, 'quotas' | 'clock'>, quotaId: string, holdId: string): Promise<void> {
  const command = { type: 'FreeQuota', holdId, why: 'compensation', endedAt: clock.now(), cooldownUntil: null } as const
  await quotas.execute(quotaId, command, { actor: systemActor('materials.holds'), causationId: holdId })
}

/** True when something was given back. */
async function freeLeftovers(ports: Ports, quotaId: string): Promise<boolean> {
  const quota = await ports.quotas.read(quotaId)
  const old = quota === undefined ? [] : settledClaims(quota.state, ports.clock.now())
  const lots = await ports.lots.readMany(old.map(([, { lotId }]) => lotId))
  const leftovers = old.filter(([holdId], index) => {
    const lot = lots[index]?.state
    return lot == null || !isHeld(lot, holdId)
  })
  await Promise.all(leftovers.map(([holdId]) => giveBack(ports, quotaId, holdId)))
  return leftovers.length > 0
}

const settledClaims = ({ claims }: HolderQuota, now: Instant) =>
  Object.entries(claims).filter(([, { claimedAt }]) => plusMs(claimedAt, SETTLED_AFTER_MS) <= now)
