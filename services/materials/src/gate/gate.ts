import type { GateBlock } from '@filature/contracts/materials/lot-shapes'
import { HAZARDS, type HazardName, type HazardState, type Publication } from '@filature/contracts/materials/vocabulary'
import type { Lot } from '../lots/lot.ts'
import type { LeafFamily } from '../reference/families.ts'

/** Use of asbestos was banned on 1 January 1997; permits filed before 1 July 1997 are covered (public health code, R1334-14). */
const ASBESTOS_PERMIT_BEFORE = '1997-07-01'
const ASBESTOS_YEAR_TO = 1997
/** Lead paint: dwellings built before 1 January 1949 (public health code, L1334-5). */
const LEAD_DWELLING_YEAR_BELOW = 1949
/** Suspect families (paint, glazed ware) were sold with lead until 1994. */
const LEAD_FAMILY_YEAR_BELOW = 1994

type GateFacts = Pick<
  Lot,
  | 'origin'
  | 'source'
  | 'madeYear'
  | 'hazards'
  | 'otherHazard'
  | 'matter'
  | 'evidence'
  | 'grade'
  | 'photos'
  | 'locationId'
  | 'mass'
  | 'unit'
  | 'dims'
  | 'stage'
  | 'place'
>

/** Taken out of a building, as against stock that never was in one. */
const FROM_A_BUILDING: ReadonlySet<Lot['origin']> = new Set(['careful-removal', 'donation', 'refurbished'])
const NEEDS_EVIDENCE: ReadonlySet<Lot['origin']> = new Set(['careful-removal', 'refurbished'])

function isRequired(hazard: HazardName, lot: GateFacts, leaf: LeafFamily): boolean {
  const { source } = lot
  const fromBuilding = FROM_A_BUILDING.has(lot.origin)
  const builtYear = source?.builtYear ?? null
  switch (hazard) {
    case 'asbestos': {
      if (!fromBuilding) return leaf.asbestosSuspect && (lot.madeYear === null || lot.madeYear <= ASBESTOS_YEAR_TO)
      const permitOn = source?.permitOn ?? null
      return permitOn === null ? builtYear === null || builtYear <= ASBESTOS_YEAR_TO : permitOn < ASBESTOS_PERMIT_BEFORE
    }
    case 'lead':
      if (!fromBuilding) return false
      if (source?.dwelling === true && builtYear !== null && builtYear < LEAD_DWELLING_YEAR_BELOW) return true
      return leaf.leadSuspect && (builtYear === null || builtYear < LEAD_FAMILY_YEAR_BELOW)
    case 'parasite':
      return leaf.parasiteCheck && lot.place.termiteZone
    case 'other':
      return lot.otherHazard !== null
  }
}

/** What is known of each hazard: the document's word first, else whether a rule asks for one. */
export function hazardStates(lot: GateFacts, leaf: LeafFamily): Readonly<Record<HazardName, HazardState>> {
  const state = (hazard: HazardName): HazardState =>
    lot.hazards[hazard]?.result ?? (isRequired(hazard, lot, leaf) ? 'required-missing' : 'not-required')
  return { asbestos: state('asbestos'), lead: state('lead'), parasite: state('parasite'), other: state('other') }
}

/** Everything that keeps the lot from being shown (specification, materials 3.5), hazards first. Positive lead restricts, it does not block. */
export function gateBlocks(lot: GateFacts, leaf: LeafFamily): readonly GateBlock[] {
  const states = hazardStates(lot, leaf)
  const blocks: GateBlock[] = []
  for (const hazard of HAZARDS) {
    if (states[hazard] === 'required-missing') blocks.push({ rule: hazard, code: 'hazard-document-missing' })
    if (states[hazard] === 'positive' && hazard !== 'lead') blocks.push({ rule: hazard, code: 'hazard-positive' })
  }
  if (lot.matter === 'waste') blocks.push({ rule: 'matter', code: 'matter-is-waste' })
  else if (lot.evidence === null && (NEEDS_EVIDENCE.has(lot.origin) || lot.matter !== 'product')) {
    blocks.push({ rule: 'matter', code: 'never-waste-evidence-missing' })
  }
  const missing = missingInRecord(lot, leaf)
  if (missing.length > 0) blocks.push({ rule: 'record', code: 'record-incomplete', missing: [...missing] })
  return blocks
}

/** A lot to come has no location yet. */
function missingInRecord(lot: GateFacts, leaf: LeafFamily): readonly string[] {
  const missing: string[] = []
  if (lot.grade === null) missing.push('grade')
  if (lot.photos.length === 0) missing.push('photo')
  if (lot.locationId === null && lot.stage !== 'future') missing.push('location')
  if (lot.mass === null && lot.unit !== 'g') missing.push('mass')
  for (const name of leaf.requiredDims) if (lot.dims[`${name}Mm`] === undefined) missing.push(name)
  return missing
}

/**
 * What the lot's publication is, given what its manager wants and what the gate says. A lot whose papers lack shows as
 * blocked even before anybody tried to publish it.
 */
export function publicationOf(
  lot: Pick<Lot, 'offered' | 'withdrawn' | 'restrictedByChoice' | 'hazards'>,
  blocks: readonly GateBlock[],
): Publication {
  if (lot.withdrawn) return 'withdrawn'
  if (blocks.some(({ rule }) => rule !== 'record')) return 'blocked'
  if (!lot.offered) return 'draft'
  if (blocks.length > 0) return 'blocked'
  return lot.restrictedByChoice || lot.hazards.lead?.result === 'positive' ? 'restricted' : 'published'
}
