import { type Accepted, accept, type DecisionContext } from '@filature/kernel/decider'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import type { Reference } from '../reference/reference.ts'
import type { LotIntake } from './commands.ts'
import type { LotEvent } from './events.ts'
import type { Lot } from './lot.ts'
import { lotCodeOf } from './lot-code.ts'
import { massFrom } from './mass.ts'
import { missingInPrice } from './price.ts'

/** Refusals `family-not-accepted`, `waste-not-accepted`, `measure-missing`. */
export function receiveLot(
  reference: Reference,
  intake: LotIntake,
  depositId: string | null,
  context: DecisionContext,
): Accepted<LotEvent> | Refusal {
  const lot = lotFrom(reference, intake, context)
  if ('refused' in lot) return lot
  const received: Lot = { ...lot, depositId, stage: 'stocked', receivedAt: context.now }
  return accept([{ type: 'LotReceived', data: { at: context.now, lot: received } }])
}

/** A lot that is still in its building. Refusals as above, `window-in-past`, `no-strip-out`. */
export function planFutureLot(
  reference: Reference,
  intake: LotIntake,
  window: { readonly from: string; readonly to: string },
  context: DecisionContext,
): Accepted<LotEvent> | Refusal {
  if (intake.source === null) return refuse('no-strip-out')
  if (window.to < context.now.slice(0, 10) || window.to < window.from) return refuse('window-in-past', window)
  const lot = lotFrom(reference, intake, context)
  if ('refused' in lot) return lot
  return accept([{ type: 'FutureLotPlanned', data: { at: context.now, lot: { ...lot, locationId: null, stage: 'future', window } } }])
}

function lotFrom(reference: Reference, intake: LotIntake, { id, now }: DecisionContext): Lot | Refusal {
  const leaf = reference.families.get(intake.familyId)?.leaf
  if (leaf === undefined) return refuse('family-not-accepted', { familyId: intake.familyId })
  if (intake.matter === 'waste' && !intake.wasteLicence) return refuse('waste-not-accepted')
  const lacking = missingInPrice(intake.price)
  if (lacking !== undefined) return refuse('measure-missing', { missing: lacking })
  const { unit } = leaf
  const weighed = intake.mass === null ? undefined : massFrom(reference, { unit, ...intake }, intake.qty, intake.mass)
  if (weighed !== undefined && 'missing' in weighed) return refuse('measure-missing', { missing: weighed.missing.join(', ') })
  return {
    lotId: id,
    code: lotCodeOf(id),
    rootLotId: id,
    parentLotId: null,
    depotId: intake.place.depotId,
    place: intake.place,
    locationId: intake.locationId,
    familyId: intake.familyId,
    unit,
    granularity: intake.granularity,
    dims: intake.dims,
    mass: weighed?.mass ?? null,
    grade: intake.grade,
    price: intake.price,
    origin: intake.origin,
    siteId: intake.source?.siteId ?? null,
    source: intake.source,
    madeYear: intake.madeYear,
    depositId: null,
    pemdLine: intake.pemdLine,
    wasteCode: intake.wasteCode,
    matter: intake.matter,
    evidence: null,
    hazards: {},
    otherHazard: null,
    received: intake.qty,
    out: 0,
    lost: 0,
    split: 0,
    stage: 'stocked',
    window: null,
    receivedAt: null,
    recordedAt: now,
    legs: [],
    offered: false,
    withdrawn: false,
    restrictedByChoice: false,
    // Both are judged anew by `evolveLot`.
    publication: 'draft',
    blocks: [],
    holds: [],
    at: now,
    designation: intake.designation,
    materials: intake.materials ?? [],
    colour: intake.colour ?? null,
    brand: intake.brand ?? null,
    standards: intake.standards ?? [],
    defects: intake.defects ?? null,
    assembly: intake.assembly ?? null,
    removalMethod: intake.removalMethod ?? null,
    note: intake.note ?? null,
    photos: intake.photos ?? [],
    access: intake.access ?? {},
    precautions: intake.precautions ?? {},
    potentials: intake.potentials ?? null,
    usedProduct: intake.usedProduct ?? 'used',
  }
}
