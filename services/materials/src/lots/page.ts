import type { LotPage } from '@filature/contracts/materials/lot-shapes'
import { HAZARDS } from '@filature/contracts/materials/vocabulary'
import { type Depot, locationOf } from '../depots/depot.ts'
import { present } from '../edge/options.ts'
import { hazardStates } from '../gate/gate.ts'
import { leafOf, type Reference } from '../reference/reference.ts'
import type { NetworkPolicy } from '../settings.ts'
import { inLine } from '../wishes/queue.ts'
import { stockOf } from './availability.ts'
import { cardOf, type Viewpoint } from './card.ts'
import type { Lot } from './lot.ts'

/** How long a person's hold of a lot in this depot lasts: the network's rule, or the depot's tighter one. */
export function personHoldHours(network: NetworkPolicy, depot: Pick<Depot, 'policy'> | undefined): number {
  return Math.min(network.personHoldHours, depot?.policy.personHoldHours ?? network.personHoldHours)
}

/** A lot's page: card and passport. No names of people. */
export function pageOf(
  reference: Reference,
  network: NetworkPolicy,
  lot: Lot,
  version: number,
  depot: Depot | undefined,
  viewpoint: Viewpoint,
): LotPage {
  const { leaf } = leafOf(reference, lot.familyId)
  const states = hazardStates(lot, leaf)
  const stock = stockOf(lot, viewpoint.now)
  const { evidence, source } = lot
  return {
    ...cardOf(reference, lot, version, viewpoint),
    source,
    hazards: HAZARDS.filter((hazard) => hazard !== 'other' || states.other !== 'not-required').map((hazard) => ({
      hazard,
      state: states[hazard],
      document: lot.hazards[hazard]?.document ?? null,
    })),
    matter: {
      state: lot.matter,
      evidence:
        evidence === null
          ? null
          : {
              operatorName: evidence.operatorName,
              sortedOn: evidence.sortedOn,
              intendedUse: evidence.intendedUse,
              reference: evidence.reference,
            },
    },
    blocks: [...lot.blocks],
    assembly: lot.assembly,
    removalMethod: lot.removalMethod,
    materials: [...lot.materials],
    colour: lot.colour,
    brand: lot.brand,
    standards: [...lot.standards],
    defects: lot.defects,
    note: lot.note,
    usedProduct: lot.usedProduct,
    repCategory: leaf.repCategory ?? null,
    potentials: lot.potentials === null ? null : present(lot.potentials),
    location: depot === undefined ? null : locationOf(depot, lot.locationId),
    openings: [...(depot?.openings ?? [])],
    exceptions: [...(depot?.exceptions ?? [])].map(({ on, closed, from, to }) => ({ on, closed, from, to })),
    depotAccess: depot?.access ?? {},
    massMethod: lot.unit === 'g' ? 'measured' : (lot.mass?.method ?? null),
    nextExpiry: stock.nextExpiry,
    holdHours: lot.stage === 'future' ? null : personHoldHours(network, depot),
    waiting: inLine(lot).length,
    offerHours: network.offerHours,
    holdable: (lot.publication === 'published' || lot.publication === 'restricted') && stock.available > 0,
  }
}
