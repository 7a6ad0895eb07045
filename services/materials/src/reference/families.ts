import { BASE_UNITS, type BaseUnit } from '@filature/kernel/quantity'
import type { Density, Factor, FactorKind } from './factors.ts'
import { type Row, readTable } from './table.ts'

export const DIMENSIONS = ['length', 'width', 'height', 'thickness', 'diameter'] as const
export type Dimension = (typeof DIMENSIONS)[number]

export interface Family {
  readonly familyId: string
  readonly label: { readonly fr: string; readonly en: string }
  /** The group it belongs to; a group belongs to itself. */
  readonly groupId: string
  /** Groups only sort; a lot belongs to a leaf. */
  readonly leaf: LeafFamily | undefined
  readonly drawing: string
}

export interface LeafFamily {
  readonly unit: BaseUnit
  readonly displayUnit: string
  readonly requiredDims: readonly Dimension[]
  readonly repCategory: string | undefined
  /** EU list, if it were waste. */
  readonly wasteCode: string | undefined
  readonly factorNew: Factor | undefined
  readonly factorReuse: Factor | undefined
  readonly factorEol: Factor | undefined
  readonly density: Density | undefined
  readonly asbestosSuspect: boolean
  readonly leadSuspect: boolean
  readonly parasiteCheck: boolean
  /** Its mass may not come from a density. */
  readonly weighRequired: boolean
}

const COLUMNS = [
  'family_id',
  'parent_id',
  'level',
  'label_fr',
  'label_en',
  'base_unit',
  'display_unit',
  'required_dims',
  'rep_category',
  'waste_code',
  'factor_new',
  'factor_reuse',
  'factor_eol',
  'density_id',
  'asbestos_suspect',
  'lead_suspect',
  'parasite_check',
  'weigh_required',
  'value',
  'low',
  'high',
]

export interface FamilySources {
  readonly factors: ReadonlyMap<string, Factor>
  readonly densities: ReadonlyMap<string, Density>
  /** family id → drawing. */
  readonly drawings: ReadonlyMap<string, string>
}

export function readFamilies(file: string, csv: string, sources: FamilySources): ReadonlyMap<string, Family> {
  const rows = readTable(file, csv, 'family_id', COLUMNS)
  const levels = new Map(rows.map((row) => [row.text('family_id'), row.oneOf('level', ['group', 'leaf'])]))
  return new Map(rows.map((row) => [row.text('family_id'), familyOf(row, levels, sources)]))
}

function familyOf(row: Row, levels: ReadonlyMap<string, string>, sources: FamilySources): Family {
  const familyId = row.text('family_id')
  const isLeaf = levels.get(familyId) === 'leaf'
  const groupId = isLeaf ? row.text('parent_id') : familyId
  if (levels.get(groupId) !== 'group') row.refuse('parent_id', `"${groupId}" is no group`)
  return {
    familyId,
    label: { fr: row.text('label_fr'), en: row.text('label_en') },
    groupId,
    leaf: isLeaf ? leafOf(row, sources) : undefined,
    drawing: drawingOf(familyId, groupId, sources.drawings),
  }
}

function leafOf(row: Row, { factors, densities }: FamilySources): LeafFamily {
  const factor = (column: string, ...kinds: readonly FactorKind[]) => {
    const id = row.optional(column)
    if (id === '') return undefined
    const found = factors.get(id) ?? row.refuse(column, `"${id}" is no factor`)
    return kinds.includes(found.kind) ? found : row.refuse(column, `"${id}" is a ${found.kind}, not ${kinds.join(' or ')}`)
  }
  const factorNew = factor('factor_new', 'material-new', 'product-new')
  if (factorNew !== undefined) {
    for (const column of ['value', 'low', 'high'] as const) {
      if (row.text(column) !== factorNew.text[column])
        row.refuse(column, `must be a copy of ${factorNew.factorId}: ${factorNew.text[column]}`)
    }
  }
  const densityId = row.optional('density_id')
  return {
    unit: row.oneOf('base_unit', BASE_UNITS),
    displayUnit: row.text('display_unit'),
    requiredDims: row
      .optional('required_dims')
      .split(' ')
      .filter((name) => name !== '')
      .map((name) => DIMENSIONS.find((known) => known === name) ?? row.refuse('required_dims', `"${name}" is no dimension`)),
    repCategory: row.optional('rep_category') || undefined,
    wasteCode: row.optional('waste_code') || undefined,
    factorNew,
    factorReuse: factor('factor_reuse', 'material-reuse'),
    factorEol: factor('factor_eol', 'end-of-life'),
    density: densityId === '' ? undefined : (densities.get(densityId) ?? row.refuse('density_id', `"${densityId}" is no density`)),
    asbestosSuspect: row.yes('asbestos_suspect'),
    leadSuspect: row.yes('lead_suspect'),
    parasiteCheck: row.yes('parasite_check'),
    weighRequired: row.yes('weigh_required'),
  }
}

/** A family without a drawing of its own shows the first one of its group. */
function drawingOf(familyId: string, groupId: string, drawings: ReadonlyMap<string, string>): string {
  const own = drawings.get(familyId)
  if (own !== undefined) return own
  for (const [other, drawing] of drawings) if (other.startsWith(`${groupId}.`)) return drawing
  return 'stone-rubble'
}
