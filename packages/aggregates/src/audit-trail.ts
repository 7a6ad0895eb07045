import type { AuditNoted } from '@filature/contracts/identity/events'
import { accept, type Decider } from '@filature/kernel/decider'
import { derivedId } from '@filature/kernel/ids'

interface AuditTrail {
  readonly noted: number
}

/** The actor of the note is the actor of the command. */
export type NoteCommand = { readonly type: 'Note' } & Omit<AuditNoted, 'actorId'>

interface Noted {
  readonly type: 'AuditNoted'
  readonly data: AuditNoted
}

/** One trail for each actor and service, so that a note is durable with the answer and order per actor is kept. */
export const auditTrailId = (service: string, actorId: string): string => derivedId('aud_', service, actorId)

/**
 * Lets any service say what belongs into the audit (`<service>.AuditNoted.v1`): declare it with `runtime.aggregate`, add
 * `AuditNoted: auditNoted` to the service's event catalogue, and execute `Note` where access to somebody else's things is
 * refused. Identity keeps the notes.
 */
export const auditTrailDecider: Decider<AuditTrail, NoteCommand, Noted> = {
  aggregate: 'audit-trail',
  initial: { noted: 0 },
  decide(_state, { action, target, orgId, outcome }, { actor }) {
    return accept<Noted>([{ type: 'AuditNoted', data: { actorId: actor.id, action, target, orgId, outcome } }])
  },
  evolve: (state) => ({ noted: state.noted + 1 }),
}
