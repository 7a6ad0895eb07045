import type { materialsApi } from '@filature/contracts/materials/http'
import type { Handlers } from '@filature/service-kit/route'
import type { EdgePorts } from '../edge/ports.ts'
import { stockOf } from '../lots/availability.ts'
import { behalfOf, ownClaims } from './find-hold.ts'
import { HOLD_HISTORY, type HoldHistory } from './hold-history.ts'
import { holdView } from './view.ts'

/** A member's own holds. What lives is read from the lots themselves, what ended from the history. */
export function holdLists(ports: EdgePorts): Pick<Handlers<typeof materialsApi.endpoints>, 'GET /holds' | 'GET /holds/ended'> {
  const { store, lots, reference, settings } = ports
  return {
    async 'GET /holds'({ caller, query, receivedAt: now }) {
      const { memberId } = caller
      if (memberId === undefined) return { body: { items: [] } }
      const page = await store.find(HOLD_HISTORY, {
        where: { memberId, ended: false },
        orderBy: { field: 'sinceAt', direction: 'asc' },
        limit: query.limit,
        ...(query.after !== undefined && { after: query.after }),
      })
      // Rows of the collection are what the projection wrote; one that is not ended was placed on a lot.
      const placed = new Map(page.items.map(({ document }) => document as HoldHistory).map(({ holdId, lotId = '' }) => [holdId, lotId]))
      if (page.next === undefined) {
        // Placed this very moment: the quota knows, the history is about to hear of it.
        for (const [holdId, { lotId }] of await ownClaims(ports, caller)) placed.set(holdId, lotId)
      }
      const read = await lots.readMany([...placed.values()])
      const items = [...placed.keys()].flatMap((holdId, position) => {
        const lot = read[position]
        if (lot?.state == null) return []
        const { holds, available } = stockOf(lot.state, now)
        const hold = holds.find((one) => one.holdId === holdId && one.holder.memberId === memberId)
        if (hold === undefined) return []
        const more = { version: lot.version, onBehalfOf: behalfOf(hold.holder) }
        return [holdView(reference, settings.holds, lot.state, { ...hold, available }, more)]
      })
      return { body: { items, ...(page.next !== undefined && { next: page.next }) } }
    },

    async 'GET /holds/ended'({ caller, query }) {
      const { memberId } = caller
      if (memberId === undefined) return { body: { items: [] } }
      const page = await store.find(HOLD_HISTORY, {
        where: { memberId, ended: true },
        orderBy: { field: 'sinceAt', direction: 'desc' },
        limit: query.limit,
        ...(query.after !== undefined && { after: query.after }),
      })
      const items = page.items.flatMap(({ document }) => {
        // Rows of the collection are what the projection wrote.
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
