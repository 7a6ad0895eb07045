import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Density, type Factor, readDensities, readFactors } from './factors.ts'
import { type Family, type LeafFamily, readFamilies } from './families.ts'
import { readTable } from './table.ts'

/** What the product ships with: families, densities, factors, drawings. Read once, never changed while running. */
export interface Reference {
  readonly families: ReadonlyMap<string, Family>
  readonly factors: ReadonlyMap<string, Factor>
  readonly densities: ReadonlyMap<string, Density>
  /** sha256 of the three files that figures come from; stands on every report. */
  readonly factorSet: string
}

export interface ReferenceFiles {
  readonly families: string
  readonly densities: string
  readonly factors: string
  readonly drawings: string
}

const NAMES = {
  families: 'material-families.csv',
  densities: 'densities.csv',
  factors: 'impact-factors.csv',
  drawings: 'family-drawings.csv',
} as const

/** @throws FactorInvalid naming file, row and column */
export function parseReference(files: ReferenceFiles): Reference {
  const factors = readFactors(NAMES.factors, files.factors)
  const densities = readDensities(NAMES.densities, files.densities)
  const drawings = new Map<string, string>()
  for (const row of readTable(NAMES.drawings, files.drawings, 'family', ['family', 'family_id'])) {
    const familyId = row.text('family_id')
    if (!drawings.has(familyId)) drawings.set(familyId, row.text('family'))
  }
  const families = readFamilies(NAMES.families, files.families, { factors, densities, drawings })
  const factorSet = createHash('sha256').update(files.families).update(files.densities).update(files.factors).digest('hex')
  return { families, factors, densities, factorSet }
}

/** The files beside this module. */
export function shippedReference(): Reference {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
  return parseReference({
    families: read(NAMES.families),
    densities: read(NAMES.densities),
    factors: read(NAMES.factors),
    drawings: read(NAMES.drawings),
  })
}

/** The family of a lot. Lots are only made with known leaf families, so anything else is a reference file that lost one. */
export function leafOf(reference: Reference, familyId: string): { readonly family: Family; readonly leaf: LeafFamily } {
  const family = reference.families.get(familyId)
  if (family?.leaf === undefined) throw new Error(`material-families.csv no longer has the leaf family ${familyId}, which lots belong to`)
  return { family, leaf: family.leaf }
}
