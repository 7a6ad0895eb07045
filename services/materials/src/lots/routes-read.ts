import { invalidField } from '@filature/contracts/http/rules'
import type { materialsApi } from '@filature/contracts/materials/http'
import { isRefusal, refuse } from '@filature/kernel/refusal'
import type { Call, Handlers } from '@filature/service-kit/route'
import { type EdgePorts, isCompetent } from '../edge/ports.ts'
import { divideRound, SCALE } from '../impact/decimal.ts'
import { roadKm } from '../impact/distance.ts'
import { volumeCm3 } from '../impact/volume.ts'
import type { Reference } from '../reference/reference.ts'
import { stockOf } from './availability.ts'
import { cardOf, lotImpact } from './card.ts'
import type { Lot } from './lot.ts'
import { massOf } from './mass.ts'
import { pageOf } from './page.ts'
import { fullPriceCents } from './price.ts'
import { findLot, maySee } from './visible.ts'

type Endpoints = typeof materialsApi.endpoints
type Reads = Pick<Handlers<Endpoints>, 'GET /lots/search' | 'GET /lots' | 'GET /lots/:id' | 'GET /lots/:id/impact'>

/** What everybody may read of lots. Stock is always the store's own, never the index's. */
export function lotReads(ports: EdgePorts): Reads {
  const { reference, settings, index, lots, depots } = ports

  return {
    async 'GET /lots/search'({ query, caller, receivedAt: now }) {
      if (query.radiusKm !== undefined && query.near === undefined) {
        return invalidField('query.radiusKm', 'needs', 'near=lat,lon')
      }
      const found = index.search(query, isCompetent(settings, caller))
      if (isRefusal(found)) return found
      const read = await lots.readMany(found.hits.map(({ lotId }) => lotId))
      const items = found.hits.flatMap(({ qty }, position) => {
        const lot = read[position]
        if (lot?.state == null || !maySee(settings, caller, lot.state)) return []
        return [cardOf(reference, lot.state, lot.version, { now, near: query.near, qty })]
      })
      const { total, facets, approximate, next } = found
      return { body: { items, total, facets, approximate, kmMethod: 'great-circle-x1.3', ...(next !== undefined && { next }) } }
    },

    async 'GET /lots'({ query, caller, receivedAt: now }) {
      const found = await Promise.all(query.ids.map((id) => findLot(ports, id)))
      return {
        body: {
          items: found.flatMap((lot) =>
            lot === undefined || !maySee(settings, caller, lot.state)
              ? []
              : [cardOf(reference, lot.state, lot.version, { now, near: query.near })],
          ),
        },
      }
    },

    async 'GET /lots/:id'({ params, query, caller, receivedAt: now }) {
      const lot = await findLot(ports, params.id)
      if (lot === undefined || !maySee(settings, caller, lot.state)) return refuse('not-found')
      const depot = (await depots.read(lot.state.depotId))?.state ?? undefined
      const viewpoint = { now, near: query.near, qty: query.qty }
      return { body: pageOf(reference, settings.network, lot.state, lot.version, depot, viewpoint), version: lot.version }
    },

    async 'GET /lots/:id/impact'({ params, query, caller, receivedAt: now }: Call<Endpoints['GET /lots/:id/impact']>) {
      const lot = await findLot(ports, params.id)
      if (lot === undefined || !maySee(settings, caller, lot.state)) return refuse('not-found')
      const { state } = lot
      const qty = query.qty ?? Math.max(1, stockOf(state, now).available)
      const impact = lotImpact(reference, state, qty, query.near)
      const massG = massOf(state, qty)
      return {
        body: {
          lotId: state.lotId,
          qty,
          massG,
          massMethod: state.unit === 'g' ? 'measured' : (state.mass?.method ?? null),
          volumeCm3: volumeCm3(state.unit, state.dims, qty),
          priceCents: fullPriceCents(state, qty),
          impact: impact?.summary ?? null,
          terms: [...(impact?.terms ?? [])],
          dedicatedTrip: query.near === undefined ? null : dedicatedTrip(reference, state, query.near),
          factorSet: reference.factorSet,
          kmMethod: 'great-circle-x1.3',
        },
      }
    },
  }
}

const TRIP_VEHICLE = 'trv-van-diesel'

/** There and back with a van, for who drives just for this. */
function dedicatedTrip(reference: Reference, lot: Lot, near: { lat: number; lon: number }) {
  const factor = reference.factors.get(TRIP_VEHICLE)
  if (factor === undefined) return null
  const km = Math.round(2 * roadKm(lot.place.geo, near) * 10) / 10
  return { km, grams: divideRound(factor.value * BigInt(Math.round(km * 1_000)), SCALE), factorId: TRIP_VEHICLE }
}
