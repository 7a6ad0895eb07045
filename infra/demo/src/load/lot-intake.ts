import type { DocumentRef } from '@filature/contracts/materials/lot-shapes'
import type { HazardName } from '@filature/contracts/materials/vocabulary'
import type { LotIntake } from '@filature/materials/lots/commands'
import type { LotPlace, LotSource, MatterEvidence } from '@filature/materials/lots/lot'
import { rowError } from '../csv/row-error.ts'
import type { DemoWorld, Row } from '../world.ts'

const YEAR = 4

/** What the clerk enters for a row of `lots.csv`. Throws `RowError` for a family that the slugs do not know or count otherwise. */
export function intakeOf(world: DemoWorld, row: Row<'lots'>, place: LotPlace, source: LotSource): LotIntake {
  const family = world.rows.familySlugs.find((known) => known.family === row.family)
  if (family === undefined) throw rowError(row, 'family', `there is no ${row.family} in family-slugs.csv`)
  if (family.base_unit !== row.base_unit)
    throw rowError(row, 'base_unit', `${row.family} counts in ${family.base_unit}, not ${row.base_unit}`)
  return {
    designation: row.designation_fr,
    familyId: family.family_id,
    qty: row.quantity,
    granularity: { mode: row.granularity, step: row.step, min: row.min_take, leave: row.leave },
    origin: row.origin,
    matter: row.matter,
    dims: dimsOf(row),
    mass: row.weight_basis === 'density' ? { method: 'density' } : { method: row.weight_basis, totalG: row.mass_g },
    grade: row.grade,
    price: priceOf(row),
    locationId: row.location_id ?? null,
    // Surplus and unsold goods came new from the shop, in the year they were received.
    madeYear: row.origin === 'surplus' || row.origin === 'unsold' ? Number(dayOfReceipt(world, row).slice(0, YEAR)) : null,
    wasteCode: null,
    pemdLine: null,
    place,
    wasteLicence: false,
    source,
    note: row.note_fr ?? null,
    photos: [{ kind: 'drawing', ref: row.photo.replace(/\.\w+$/, '') }],
    access: ACCESS[row.access],
  }
}

const ACCESS = { '': {}, 'two-people': { people: 2 }, forklift: { forklift: true }, loader: { forklift: true } } as const

function dimsOf(row: Row<'lots'>): LotIntake['dims'] {
  const { length_mm, width_mm, height_mm, thickness_mm, diameter_mm } = row
  return {
    ...(length_mm !== undefined && { lengthMm: length_mm }),
    ...(width_mm !== undefined && { widthMm: width_mm }),
    ...(height_mm !== undefined && { heightMm: height_mm }),
    ...(thickness_mm !== undefined && { thicknessMm: thickness_mm }),
    ...(diameter_mm !== undefined && { diameterMm: diameter_mm }),
  }
}

function priceOf({ price_mode, price_cents, min_price_cents, price_points }: Row<'lots'>): LotIntake['price'] {
  return {
    mode: price_mode,
    ...(price_cents !== undefined && { unitCents: price_cents }),
    ...(min_price_cents !== undefined && { minCents: min_price_cents }),
    ...(price_points !== undefined && { unitPoints: price_points }),
  }
}

/** Lots still in their building were planned this many days ago. */
export const PLANNED_DAYS_AGO = 14

export const dayOfReceipt = ({ calendar }: DemoWorld, row: Row<'lots'>): string =>
  calendar.day(-(row.received_days_ago ?? PLANNED_DAYS_AGO))

/** The proof that what was removed with care never became waste. */
export function evidenceOf(world: DemoWorld, row: Row<'lots'>, operatorName: string): MatterEvidence {
  return {
    operatorName,
    siret: null,
    competence: 'Formation à la dépose et au tri pour réemploi (démonstration)',
    sortedOn: dayOfReceipt(world, row),
    intendedUse: 'Réemploi à l’identique',
    signedBy: operatorName,
    reference: null,
  }
}

const DOCUMENTS: Readonly<Record<Exclude<HazardName, 'other'>, { readonly kind: string; readonly title: string }>> = {
  asbestos: { kind: 'asbestos-survey', title: 'Repérage amiante avant travaux' },
  lead: { kind: 'lead-report', title: 'Constat de risque d’exposition au plomb' },
  parasite: { kind: 'parasite-report', title: 'État relatif aux parasites du bois' },
}

export interface HazardPaper {
  readonly hazard: Exclude<HazardName, 'other'>
  readonly result: 'cleared' | 'positive'
  readonly document: DocumentRef
}

/** The papers of a lot's hazards, as the row names them. */
export function papersOf(row: Row<'lots'>, site: Row<'sourceSites'>): readonly HazardPaper[] {
  const hazards = [
    { hazard: 'asbestos', state: row.asbestos, documentId: row.asbestos_document },
    { hazard: 'lead', state: row.lead, documentId: row.lead_document },
    { hazard: 'parasite', state: row.parasite, documentId: row.parasite_document },
  ] as const
  return hazards.flatMap(({ hazard, state, documentId }) => {
    if (state !== 'cleared' && state !== 'positive') return []
    if (documentId === undefined) throw rowError(row, `${hazard}_document`, `is needed where ${hazard} is ${state}`)
    const { kind, title } = DOCUMENTS[hazard]
    return [{ hazard, result: state, document: { documentId, kind, title: `${title}, ${site.name}` } }]
  })
}
