import type { Aggregate } from '@filature/aggregates/aggregate'
import { auditTrailId, type NoteCommand } from '@filature/aggregates/audit-trail'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import type { Caller } from '@filature/service-kit/caller'

export interface Audit {
  /** Notes that the caller reached for what is not his, and refuses `forbidden`. */
  forbid(caller: Caller, action: string, target: string, orgId: string): Promise<Refusal>
}

export function auditOn(trails: Aggregate<unknown, NoteCommand>): Audit {
  return {
    async forbid(caller, action, target, orgId) {
      const note: NoteCommand = { type: 'Note', action, target, orgId, outcome: 'forbidden' }
      await trails.execute(auditTrailId('identity', caller.actor.id), note, { actor: caller.actor })
      return refuse('forbidden')
    },
  }
}
