import { auditTrailId } from '@filature/aggregates/audit-trail'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import type { Caller } from '@filature/service-kit/caller'
import type { Market } from './market.ts'

/** Notes for the audit that the caller reached for what belongs to another organisation, and refuses `forbidden`. */
export async function forbid(market: Market, caller: Caller, action: string, target: string, orgId: string): Promise<Refusal> {
  const { actor } = caller
  await market.trails.execute(auditTrailId('market', actor.id), { type: 'Note', action, target, orgId, outcome: 'forbidden' }, { actor })
  return refuse('forbidden', { action, orgId })
}
