import type { materialsApi } from '@filature/contracts/materials/http'
import { refuse } from '@filature/kernel/refusal'
import type { Handlers } from '@filature/service-kit/route'
import type { Store } from '@filature/store/port'
import type { EdgePorts } from '../edge/ports.ts'
import { isClosed, stockOf } from '../lots/availability.ts'
import { cardOf } from '../lots/card.ts'
import type { Lot } from '../lots/lot.ts'
import { inLine } from '../wishes/queue.ts'
import { locationOf } from './depot.ts'

const PAGE = 200

/** Lots with something left in a depot, or in one location of it. */
export async function lotsIn(store: Store, depotId: string, locationId?: string): Promise<number> {
  let count = 0
  let after: string | undefined
  do {
    const where = locationId === undefined ? { depotId } : { depotId, locationId }
    const page = await store.find('lot', { where, limit: PAGE, ...(after !== undefined && { after }) })
    // Documents of the collection `lot` are what the lot decider wrote.
    count += page.items.filter(({ document }) => !isClosed(document as Lot)).length
    after = page.next
  } while (after !== undefined)
  return count
}

/** The stock of a depot with holds and holders, for those who work there. */
export function depotStock({ store, depots, reference }: EdgePorts): Pick<Handlers<typeof materialsApi.endpoints>, 'GET /depots/:id/lots'> {
  return {
    async 'GET /depots/:id/lots'({ params, query, caller, receivedAt: now }) {
      const depot = (await depots.read(params.id))?.state
      if (depot == null) return refuse('not-found')
      if (!caller.may('materials.inspect', depot.orgId)) return refuse('forbidden')
      const { publication, locationId, after, limit } = query
      const where = {
        depotId: params.id,
        ...(publication !== undefined && { publication }),
        ...(locationId !== undefined && { locationId }),
      }
      const page = await store.find('lot', { where, limit, ...(after !== undefined && { after }) })
      const items = page.items.map(({ document, version }) => {
        const lot = document as Lot
        return {
          ...cardOf(reference, lot, version, { now, near: undefined }),
          out: lot.out,
          lost: lot.lost,
          split: lot.split,
          location: locationOf(depot, lot.locationId),
          blocks: [...lot.blocks],
          holds: stockOf(lot, now).holds.map(({ holdId, qty, kind, expiresAt, holder, extension }) => ({
            holdId,
            qty,
            kind,
            expiresAt,
            holder: holder.id,
            extension: extension ?? null,
          })),
          waiting: inLine(lot).length,
        }
      })
      return { body: { items, ...(page.next !== undefined && { next: page.next }) } }
    },
  }
}
