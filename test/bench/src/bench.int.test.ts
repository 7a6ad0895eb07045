import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WHOLE } from './options.ts'
import type { Kept } from './report/keep.ts'
import { makePage } from './report/page.ts'
import { isExact } from './report/result.ts'
import { runScenarios } from './run.ts'
import { reserveHot } from './scenarios/s01-reserve-hot.ts'
import { reserveDrain } from './scenarios/s02-reserve-drain.ts'
import type { Sizes } from './scenarios/scenario.ts'

/** As little as goes through the whole path. No speed is judged here. */
const LITTLE: Sizes = { ...WHOLE, pairs: 1, seconds: 0.2, warmUpSeconds: 0.1, members: 5, clients: [4], drainRounds: 2 }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'filature-bench-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the benchmark', () => {
  it('counts exactly what was held and given back, also when the server is killed, and makes the table and the page', async () => {
    const printed: string[] = []
    const keepIn = { results: join(folder, 'results'), page: join(folder, 'performance.md') }
    const isRight = await runScenarios({
      scenarios: [reserveHot, reserveDrain],
      sizes: LITTLE,
      keepIn,
      print: (text) => printed.push(text),
    })
    expect(printed.join('\n')).not.toMatch(/WRONG|broke off/)
    expect(isRight).toBe(true)
    const [hot, drain] = await Promise.all(
      ['S1', 'S2'].map(async (id) => JSON.parse(await readFile(join(keepIn.results, `${id}.json`), 'utf8')) as Kept),
    )
    expect(hot?.result.counts.length).toBeGreaterThan(5)
    expect(hot?.result.counts.every(isExact)).toBe(true)
    expect(hot?.result.counts.find(({ what }) => what === 'LotHeld events in the log')?.found).toBeGreaterThan(0)
    expect(drain?.result.counts).toContainEqual({ what: 'accepted, in each of 2 rounds', expected: 500, found: 500 })
    expect(drain?.result.counts).toContainEqual({ what: 'refused as sold out, in each of 2 rounds', expected: 780, found: 780 })
    expect(printed.join('\n')).toContain('LotHeld events in the log')
    const page = await readFile(keepIn.page, 'utf8')
    expect(page).toContain(`## S2 ${reserveDrain.title}`)
    expect(page).toContain(process.version)
  }, 300_000)

  it('a wrong count fails the run, is not kept, and a scenario that breaks off does not keep the others from running', async () => {
    const printed: string[] = []
    const common = { title: 'made up', load: 'none', lines: [] }
    const scenario = (id: string, found: number) => ({
      id,
      title: common.title,
      run: async () => ({ ...common, id, counts: [{ what: 'units', expected: 1, found }] }),
    })
    const broken = { id: 'S90', title: 'broken', run: () => Promise.reject(new Error('no server')) }
    const keepIn = { results: join(folder, 'made-up'), page: join(folder, 'made-up.md') }
    const scenarios = [broken, scenario('S91', 2), scenario('S92', 1)]
    expect(await runScenarios({ scenarios, sizes: LITTLE, keepIn, print: (text) => printed.push(text) })).toBe(false)
    expect(printed.join('\n')).toContain('S90 broke off: Error: no server')
    expect(printed.join('\n')).toContain('WRONG: 2 instead of 1')
    const page = await readFile(keepIn.page, 'utf8')
    expect(page).toContain('## S92')
    expect(page).not.toContain('## S91')
  })

  it('the page says of what was not reached that it was not', async () => {
    const machine = {
      at: '2030-03-04T09:00:00Z',
      commit: 'abc',
      node: 'v26',
      system: 'x',
      processor: 'y',
      processors: 2,
      memoryGb: 4,
      disk: 'ext4',
    }
    const lines = [{ what: 'ratio', figure: '0.5', goal: '≥ 1', reached: false }]
    const file = join(folder, 'one.md')
    await makePage(file, [{ machine, result: { id: 'S1', title: 't', load: 'l', lines, counts: [] } }])
    expect(await readFile(file, 'utf8')).toContain('| ratio | 0.5 | ≥ 1 | no |')
  })
})
