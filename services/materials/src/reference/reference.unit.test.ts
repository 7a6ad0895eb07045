import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { leafOf, parseReference, type ReferenceFiles, shippedReference } from './reference.ts'
import { FactorInvalid } from './table.ts'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
const files: ReferenceFiles = {
  families: read('material-families.csv'),
  densities: read('densities.csv'),
  factors: read('impact-factors.csv'),
  drawings: read('family-drawings.csv'),
}

function faultOf(changed: Partial<ReferenceFiles>): FactorInvalid {
  try {
    parseReference({ ...files, ...changed })
  } catch (error) {
    if (error instanceof FactorInvalid) return error
    throw error
  }
  throw new Error('the file was accepted')
}

/** Replaces one cell of the row whose first cell is `id`; the rows used have no quoted cell before the column. */
function withCell(csv: string, id: string, from: string, to: string): string {
  const lines = csv.split('\n')
  const index = lines.findIndex((line) => line.startsWith(`${id},`))
  lines[index] = (lines[index] ?? '').replace(from, to)
  return lines.join('\n')
}

describe('reference files', () => {
  it('are read whole: every leaf family has a unit, a drawing and factors that exist', () => {
    const reference = shippedReference()
    const leaves = [...reference.families.values()].filter((family) => family.leaf !== undefined)
    expect(leaves.length).toBe(96)
    expect(reference.families.size - leaves.length).toBe(12)
    expect(leafOf(reference, 'wood.parquet').leaf.requiredDims).toEqual(['length', 'width', 'thickness'])
    expect(leafOf(reference, 'joinery.window-wood').leaf.factorNew?.refCm2).toBe(14_400)
    expect(reference.families.get('masonry.brick-solid')?.drawing).toBe('brick')
    expect(reference.families.get('wood')?.drawing).toBe('timber-beam')
    expect(reference.factorSet).toMatch(/^[0-9a-f]{64}$/)
  })

  it('a figure that is no number is refused with file, row and column', () => {
    const fault = faultOf({ factors: withCell(files.factors, 'mat-wood', '0.26950416', '0.27x') })
    expect(fault).toMatchObject({ code: 'factor-invalid', file: 'impact-factors.csv', row: 2, column: 'value' })
    expect(fault.message).toContain('impact-factors.csv, row 2, column value')
  })

  it('a low above the value, a unit of another kind, an unknown factor and a twice used id are refused', () => {
    expect(faultOf({ factors: withCell(files.factors, 'mat-wood', ',0.2,', ',0.9,') }).column).toBe('low')
    expect(faultOf({ factors: withCell(files.factors, 'mat-wood', 'kgCO2e/kg', 'kgCO2e/km') }).column).toBe('unit')
    expect(faultOf({ families: withCell(files.families, 'wood.sawn-softwood', 'reuse-wood', 'reuse-moon') }).column).toBe('factor_reuse')
    expect(faultOf({ densities: `${files.densities.trimEnd()}\n${files.densities.split('\n')[1]}\n` }).column).toBe('density_id')
  })

  it('a family whose copied figures differ from its factor is refused', () => {
    expect(faultOf({ families: withCell(files.families, 'wood.sawn-softwood', '0.26950416', '0.26950417') })).toMatchObject({
      file: 'material-families.csv',
      row: 3,
      column: 'value',
    })
  })

  it('a missing column is named', () => {
    expect(faultOf({ densities: files.densities.replace('basis', 'base') })).toMatchObject({ row: 1, column: 'basis' })
  })
})
