import { type Accepted, accept, type Decider, type DecisionContext } from '@filature/kernel/decider'
import { type Instant, plusMs } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import { evolveQuota, type HolderQuota, NO_QUOTA, type QuotaCommand, type QuotaEvent, type StrikePolicy } from './quota.ts'

type QuotaDecision = Accepted<QuotaEvent> | Refusal

const inKg = (grams: number) => Math.round(grams / 1_000)
const holdsOf = ({ claims }: HolderQuota) => Object.keys(claims).length
const massOfClaims = ({ claims }: HolderQuota) => Object.values(claims).reduce((sum, { massG }) => sum + massG, 0)

/** Refusals `rehold-cooldown{until}`, `quota-exceeded{limit, holds, holdsMost, massG, massMostG}`. */
function claim(state: HolderQuota, command: Extract<QuotaCommand, { type: 'ClaimQuota' }>, now: Instant): QuotaDecision {
  const { holderId, holdId, lotId, massG, caps } = command
  if (state.claims[holdId] !== undefined) return accept([])
  const until = state.cooldowns[lotId]
  if (until !== undefined && now < until) return refuse('rehold-cooldown', { until })
  const isLimited = state.limitedUntil !== null && now < state.limitedUntil
  const holdsMost = isLimited ? Math.min(1, caps.holds) : caps.holds
  const [holds, claimedG] = [holdsOf(state), massOfClaims(state)]
  if (holds >= holdsMost || claimedG + massG > caps.massG) {
    return refuse('quota-exceeded', {
      limit: holds >= holdsMost ? 'holds' : 'mass',
      holds,
      holdsMost,
      massG: claimedG,
      massMostG: caps.massG,
      massKg: inKg(claimedG),
      massMostKg: inKg(caps.massG),
      ...(isLimited && { limitedUntil: state.limitedUntil }),
    })
  }
  return accept([{ type: 'QuotaClaimed', data: { at: now, holderId, holdId, lotId, massG } }])
}

/** Gives a claim back. Freeing what is not claimed changes nothing, so the same news may come again. */
function free(
  state: HolderQuota,
  command: Extract<QuotaCommand, { type: 'FreeQuota' }>,
  now: Instant,
  policy: StrikePolicy,
): QuotaDecision {
  const { holdId, why, endedAt, cooldownUntil } = command
  if (state.claims[holdId] === undefined) return accept([])
  const expiredAt = why === 'expired' ? endedAt : null
  const freed: QuotaEvent = { type: 'QuotaFreed', data: { at: now, holdId, restG: null, expiredAt, cooldownUntil } }
  const after = evolveQuota(state, freed)
  const recent = after.expiries.filter((expiry) => plusMs(expiry, policy.expiryWindowMs) > endedAt)
  const reason = why === 'no-show' ? why : why === 'expired' && recent.length >= policy.expiriesPerStrike ? 'expiries' : undefined
  if (reason === undefined) return accept([freed])
  const strikes = 1 + state.strikes.filter((strike) => plusMs(strike, policy.strikeWindowMs) > now).length
  const limitedUntil = strikes >= policy.strikesToLimit ? plusMs(now, policy.limitMs) : null
  return accept([freed, { type: 'StrikeRecorded', data: { at: now, why: reason, limitedUntil } }])
}

function decide(state: HolderQuota, command: QuotaCommand, { now }: DecisionContext, policy: StrikePolicy): QuotaDecision {
  switch (command.type) {
    case 'ClaimQuota':
      return claim(state, command, now)
    case 'FreeQuota':
      return free(state, command, now, policy)
    case 'ReduceClaim': {
      const { holdId, massG } = command
      const known = state.claims[holdId]
      if (known === undefined || known.massG === massG) return accept([])
      return accept([{ type: 'QuotaFreed', data: { at: now, holdId, restG: massG, expiredAt: null, cooldownUntil: null } }])
    }
    case 'ForgiveStrikes':
      return accept(state.strikes.length === 0 && state.expiries.length === 0 ? [] : [{ type: 'StrikesForgiven', data: { at: now } }])
  }
}

/** Caps per holder: how many holds and how many grams at the same time, cooldown after an own expiry, strikes. */
export function quotaDecider(policy: StrikePolicy): Decider<HolderQuota, QuotaCommand, QuotaEvent> {
  return {
    aggregate: 'quota',
    initial: NO_QUOTA,
    decide: (state, command, context) => decide(state, command, context, policy),
    evolve: evolveQuota,
    publish(event, after) {
      const { holderId } = after
      switch (event.type) {
        case 'QuotaClaimed':
        case 'QuotaFreed':
          // What the lot tells of the hold is all that others need to know.
          return undefined
        case 'StrikeRecorded':
          return { holderId, why: event.data.why, strikes: after.strikes.length, limitedUntil: after.limitedUntil }
        case 'StrikesForgiven':
          return { holderId }
      }
    },
  }
}
