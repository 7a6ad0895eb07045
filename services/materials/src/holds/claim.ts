import type { ExecuteOptions } from '@filature/aggregates/aggregate'
import { systemActor } from '@filature/kernel/actor'
import type { Clock } from '@filature/kernel/clock'
import { type Instant, MINUTE, plusMs } from '@filature/kernel/instant'
import type { Refusal } from '@filature/kernel/refusal'
import type { Aggregates } from '../edge/ports.ts'
import { type ClaimReply, type HolderQuota, type QuotaCommand, quotaIdOf } from '../quota/quota.ts'

type Ports = Pick<Aggregates, 'quotas' | 'lots'> & { readonly clock: Clock }
export type ClaimQuota = Extract<QuotaCommand, { type: 'ClaimQuota' }>

/**
 * A claim without a hold on its lot belongs to a hold that is just being placed, or to one that a crash cut off. After this
 * time, longer than any command lives, it is the latter.
 */
const SETTLED_AFTER_MS = 2 * MINUTE

/**
 * Claims a part of the holder's quota. What a crash left behind counts for nobody: it is given back the moment it would
 * stand in the way. Refusals `quota-exceeded`, `rehold-cooldown`, and the passing ones.
 */
export async function claimQuota(ports: Ports, claim: ClaimQuota, options: ExecuteOptions): Promise<ClaimReply | Refusal> {
  const quotaId = quotaIdOf(claim.holderId)
  const answer = await ports.quotas.execute<ClaimReply>(quotaId, claim, options)
  if (answer.refused !== true) return answer.reply
  if (answer.code !== 'quota-exceeded' || !(await freeLeftovers(ports, quotaId))) return answer
  const again = await ports.quotas.execute<ClaimReply>(quotaId, claim, options)
  return again.refused === true ? again : again.reply
}

/** For a hold that was refused after its quota was claimed. */
export async function giveBack({ quotas, clock }: Pick<Ports, 'quotas' | 'clock'>, quotaId: string, holdId: string): Promise<void> {
  const command = { type: 'FreeQuota', holdId, why: 'compensation', endedAt: clock.now(), cooldownUntil: null } as const
  await quotas.execute(quotaId, command, { actor: systemActor('materials.holds'), causationId: holdId })
}

/** True when something was given back. */
async function freeLeftovers(ports: Ports, quotaId: string): Promise<boolean> {
  const quota = await ports.quotas.read(quotaId)
  const old = quota === undefined ? [] : settledClaims(quota.state, ports.clock.now())
  const lots = await ports.lots.readMany(old.map(([, { lotId }]) => lotId))
  const leftovers = old.filter(([holdId], index) => lots[index]?.state?.holds.some((hold) => hold.holdId === holdId) !== true)
  await Promise.all(leftovers.map(([holdId]) => giveBack(ports, quotaId, holdId)))
  return leftovers.length > 0
}

const settledClaims = ({ claims }: HolderQuota, now: Instant) =>
  Object.entries(claims).filter(([, { claimedAt }]) => plusMs(claimedAt, SETTLED_AFTER_MS) <= now)
