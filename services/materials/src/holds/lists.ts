import type { materialsApi } from '@filature/contracts/materials/http'
import type { Handlers } from '@filature/service-kit/route'
import type { EdgePorts } from '../edge/ports.ts'
import { stockOf } from '../lots/availability.ts'
import { ENDED_HOLDS, type HoldHistory } from './ended-holds.ts'
import type { Reservation } from './reservation.ts'
import { behalfOf } from './routes.ts'
import { holdView } from './view.ts'

/** A member's own holds. What lives is read from the lots themselves, what ended from the history. */
export function holdLists({
  store,
  lots,
  reference,
  settings,
}: EdgePorts): Pick<Handlers<typeof materialsApi.endpoints>, 'GET /holds' | 'GET /holds/ended'> {
  return {
    async 'GET /holds'({ caller, query, receivedAt: now }) {
      const { memberId } = caller
      if (memberId === undefined) return { body: { items: [] } }
      const page = await store.find('reservation', {
        where: { memberId, open: true },
        orderBy: { field: 'placedAt', direction: 'asc' },
        limit: query.limit,
        ...(query.after !== undefined && { after: query.after }),
      })
      // Documents of the collection `reservation` are what its process wrote.
      const reservations = page.items.map(({ document }) => document as Reservation)
      const read = await lots.readMany(reservations.map(({ request }) => request.lotId))
      const items = reservations.flatMap((reservation, position) => {
        const lot = read[position]
        if (lot?.state == null) return []
        const { holds, available } = stockOf(lot.state, now)
        const hold = holds.find(({ holdId }) => holdId === reservation.holdId)
        if (hold === undefined) return []
        const more = { version: lot.version, onBehalfOf: behalfOf(reservation) }
        return [holdView(reference, settings.holds, lot.state, { ...hold, available }, more)]
      })
      return { body: { items, ...(page.next !== undefined && { next: page.next }) } }
    },

    async 'GET /holds/ended'({ caller, query }) {
      const { memberId } = caller
      if (memberId === undefined) return { body: { items: [] } }
      const page = await store.find(ENDED_HOLDS, {
        where: { memberId, ended: true },
        orderBy: { field: 'endedAt', direction: 'desc' },
        limit: query.limit,
        ...(query.after !== undefined && { after: query.after }),
      })
      const items = page.items.flatMap(({ document }) => {
        // Rows of the collection are what the projection `endedHolds` wrote.
        const { holdId, lotId, code, designation, unit, qty, state, createdAt, endedAt, slip } = document as HoldHistory
        const isWhole =
          lotId !== undefined &&
          code !== undefined &&
          designation !== undefined &&
          unit !== undefined &&
          qty !== undefined &&
          createdAt !== undefined &&
          endedAt !== undefined
        return isWhole ? [{ holdId, lotId, code, designation, unit, qty, state, createdAt, endedAt, slip }] : []
      })
      return { body: { items, ...(page.next !== undefined && { next: page.next }) } }
    },
  }
}
