import type { ReadAggregate } from '@filature/aggregates/aggregate'
import { readLotCode } from '@filature/contracts/materials/lot-code'
import type { Caller } from '@filature/service-kit/caller'
import { type EdgePorts, isCompetent } from '../edge/ports.ts'
import type { Lot } from './lot.ts'

export type ReadLot = ReadAggregate<Lot>

/** A lot by its id or by the code on its label, in any of the ways people write it. */
export async function findLot({ lots, store }: Pick<EdgePorts, 'lots' | 'store'>, idOrCode: string): Promise<ReadLot | undefined> {
  const byId = await lots.read(idOrCode)
  if (byId?.state != null) return { ...byId, state: byId.state }
  const code = readLotCode(idOrCode)
  if (code === undefined) return undefined
  const [item] = (await store.find('lot', { where: { code }, limit: 1 })).items
  // Documents of the collection `lot` are what the lot decider wrote.
  return item === undefined ? undefined : { id: item.id, version: item.version, state: item.document as Lot }
}

export const worksThere = (caller: Caller, lot: Lot): boolean => caller.may('materials.inspect', lot.place.orgId)

/**
 * May the caller know of this lot? Drafts and lots that were never shown: only those who work there. Restricted ones: also
 * competent organisations. Blocked and withdrawn ones that were once shown stay readable, so that a label still leads to them.
 */
export function maySee(settings: EdgePorts['settings'], caller: Caller, lot: Lot): boolean {
  if (lot.publication === 'published' || worksThere(caller, lot)) return true
  if (lot.hazards.asbestos?.result === 'positive') return false
  const restricted = lot.publication === 'restricted' || lot.restrictedByChoice || lot.hazards.lead?.result === 'positive'
  if (restricted && !isCompetent(settings, caller)) return false
  return lot.publication === 'restricted' || lot.offered || lot.withdrawn
}
