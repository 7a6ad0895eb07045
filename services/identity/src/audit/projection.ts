import type { Projection } from '@filature/aggregates/projection'
import { eventType, topicOf } from '@filature/contracts/events/registry'
import { auditNoted } from '@filature/contracts/identity/events'
import type { Instant } from '@filature/kernel/instant'

/** Services whose notes are kept. */
export const AUDITED_SERVICES = ['identity', 'market', 'materials', 'notify', 'live'] as const

export interface AuditRow {
  readonly at: Instant
  readonly service: string
  readonly actorId: string
  readonly action: string
  readonly target: string
  readonly orgId: string | null
  readonly outcome: string
}

/** One row for each note of each service, newest first per organisation. */
export const auditProjection: Projection<AuditRow> = {
  collection: { name: 'audit', indexes: { byOrganisation: ['orgId', 'at'], byActor: ['orgId', 'actorId', 'at'] } },
  topics: AUDITED_SERVICES.map(topicOf),
  types: AUDITED_SERVICES.map((service) => eventType(service, 'AuditNoted')),
  rowsOf: (event) => [event.id],
  apply: (_row, event) => ({ at: event.time, service: event.source, ...auditNoted.parse(event.data) }),
}
