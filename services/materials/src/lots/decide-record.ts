import type { Dims } from '@filature/contracts/materials/lot-shapes'
import { type Accepted, accept, type DecisionContext } from '@filature/kernel/decider'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import type { Reference } from '../reference/reference.ts'
import { isClosed } from './availability.ts'
import type { LotCommand } from './commands.ts'
import type { LotEvent } from './events.ts'
import type { Lot } from './lot.ts'
import { type AskedMass, massFrom } from './mass.ts'
import { isNoDearer, missingInPrice } from './price.ts'

type RecordCommand = Extract<LotCommand, { type: 'DescribeLot' | 'MeasureLot' | 'GradeLot' | 'PriceLot' | 'PlaceLot' }>

/** The clerk's record of a lot. Refusals `lot-closed`, `measure-missing`, `price-held`. */
export function decideRecord(
  reference: Reference,
  lot: Lot,
  command: RecordCommand,
  { now: at }: DecisionContext,
): Accepted<LotEvent> | Refusal {
  if (isClosed(lot)) return refuse('lot-closed')
  switch (command.type) {
    case 'DescribeLot':
      return accept([{ type: 'LotDescribed', data: { at, changes: command.changes } }])
    case 'MeasureLot':
      return measure(reference, lot, command.dims, command.mass, at)
    case 'GradeLot':
      return accept([{ type: 'LotGraded', data: { at, grade: command.grade, defects: command.defects } }])
    case 'PriceLot': {
      const lacking = missingInPrice(command.price)
      if (lacking !== undefined) return refuse('measure-missing', { missing: lacking })
      if (lot.holds.length > 0 && !isNoDearer(lot.price, command.price)) return refuse('price-held', { holds: lot.holds.length })
      return accept([{ type: 'LotPriced', data: { at, price: command.price } }])
    }
    case 'PlaceLot':
      return accept(command.locationId === lot.locationId ? [] : [{ type: 'LotPlaced', data: { at, locationId: command.locationId } }])
  }
}

/** New dimensions also renew a mass that was computed from the old ones. */
function measure(reference: Reference, lot: Lot, dims: Dims | null, asked: AskedMass | null, at: Lot['at']): Accepted<LotEvent> | Refusal {
  const measured = { ...lot, dims: dims ?? lot.dims }
  const again: AskedMass | null = lot.mass?.method === 'density' ? { method: 'density', densityId: lot.mass.densityId ?? undefined } : null
  const wanted = asked ?? again
  if (wanted === null) return accept([{ type: 'LotMeasured', data: { at, dims: measured.dims, mass: lot.mass } }])
  const weighed = massFrom(reference, measured, lot.received, wanted)
  if ('missing' in weighed) return refuse('measure-missing', { missing: weighed.missing.join(', ') })
  return accept([{ type: 'LotMeasured', data: { at, dims: measured.dims, mass: weighed.mass } }])
}
