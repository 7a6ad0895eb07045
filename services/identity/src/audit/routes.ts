import type { identityApi } from '@filature/contracts/identity/http'
import { refuse } from '@filature/kernel/refusal'
import type { Handlers } from '@filature/service-kit/route'
import type { Store } from '@filature/store/port'
import type { Organisations } from '../organisations/queries.ts'
import type { Audit } from './note.ts'
import type { AuditRow } from './projection.ts'

export function auditRoutes(
  store: Store,
  organisations: Organisations,
  audit: Audit,
): Pick<Handlers<typeof identityApi.endpoints>, 'GET /audit'> {
  return {
    'GET /audit': async ({ caller, query }) => {
      const organisation = await organisations.named(query.org)
      if (organisation === undefined) return refuse('not-found')
      if (!caller.may('identity.audit.read', organisation.id)) {
        return audit.forbid(caller, 'identity.audit.read', organisation.id, organisation.id)
      }
      const page = await store.find('audit', {
        where: { orgId: organisation.id, ...(query.actor !== undefined && { actorId: query.actor }) },
        orderBy: { field: 'at', direction: 'desc' },
        ...(query.after !== undefined && { after: query.after }),
        limit: query.limit,
      })
      const items = page.items.map(({ id, document }) => {
        // The collection holds the rows of the audit projection and nothing else.
        const { at, service, actorId, action, target, outcome } = document as AuditRow
        return { id, at, service, actorId, action, target, outcome }
      })
      return { body: { items, ...(page.next !== undefined && { next: page.next }) } }
    },
  }
}
