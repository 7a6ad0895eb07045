import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Machine } from './machine.ts'
import type { ScenarioResult } from './result.ts'

/** A scenario's result as it is kept, one file each: a later run of one scenario replaces that one only. */
export interface Kept {
  readonly machine: Machine
  readonly result: ScenarioResult
}

export async function keepResult(folder: string, kept: Kept): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${kept.result.id}.json`), `${JSON.stringify(kept, rounded, 2)}\n`)
}

/** Figures beyond the microsecond are noise, and would make each file twice as long. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value
}

/** In the order of their numbers. */
export async function keptResults(folder: string): Promise<readonly Kept[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  // Files that `keepResult` wrote.
  const kept = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Kept))
  const number = ({ result }: Kept) => Number(/\d+/.exec(result.id)?.[0])
  return kept.sort((a, b) => number(a) - number(b))
}
