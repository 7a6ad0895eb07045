import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Kept } from './keep.ts'
import type { Machine } from './machine.ts'
import { isExact, type ScenarioResult } from './result.ts'

const HEAD = `<!-- Made by \`npm run bench\` from test/bench/results; do not edit. -->

# Performance

\`npm run bench\` measures all of this on one machine, in one run, in about a quarter of an hour; \`npm run bench -- S1 S9\` measures
some of it, \`npm run bench -- --help\` says what else there is.

How to read it:

* Everything goes through the real edge: HTTP or socket, token check, schema, Idempotency-Key, durable write with outbox. The load
  comes from a process of its own on the same machine, so both share its processors.
* A ratio compares with a floor that ran in the same minutes: segments of both take turns, and the figure is the median of the
  rounds with the smallest and the largest, \`median [min..max]\`. Ratios are what can be compared between machines; absolute
  figures are there for the order of magnitude.
* Exact counts allow no tolerance: one wrong count and the run fails, however fast it was.
* A goal that was not reached is printed like any other figure. [Where the time goes](where-the-time-goes.md) says why.
`

/** Makes the page from what is kept. */
export async function makePage(file: string, kept: readonly Kept[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, pageOf(kept))
}

export function pageOf(kept: readonly Kept[]): string {
  return `${[HEAD, machinesOf(kept), ...kept.map(({ result }) => sectionOf(result))].join('\n')}\n`
}

/** One row for each run that something on the page comes from. */
function machinesOf(kept: readonly Kept[]): string {
  const byRun = Map.groupBy(kept, ({ machine: { at: _at, ...machine } }) => JSON.stringify(machine))
  const rows = [...byRun.values()].map((run) =>
    machineRow(
      run.map(({ result }) => result.id),
      run.map(({ machine }) => machine),
    ),
  )
  return `## Measured on

| scenarios | date | commit | Node | machine | files on |
|---|---|---|---|---|---|
${rows.join('\n')}
`
}

function machineRow(ids: readonly string[], machines: readonly Machine[]): string {
  const days = [...new Set(machines.map(({ at }) => at.slice(0, 10)))].join(', ')
  const [first] = machines
  if (first === undefined) return ''
  const { commit, node, system, processor, processors, memoryGb, disk } = first
  return `| ${ids.join(' ')} | ${days} | ${commit} | ${node} | ${processors} × ${processor}, ${memoryGb} GB, ${system} | ${disk} |`
}

function sectionOf({ id, title, load, lines, counts }: ScenarioResult): string {
  const figures = lines.map(
    ({ what, figure, goal = '', reached }) => `| ${what} | ${figure} | ${goal} | ${goal === '' ? '' : reached === true ? 'yes' : 'no'} |`,
  )
  const exact = counts.map((count) => `| ${count.what} | ${count.expected} | ${isExact(count) ? 'exact' : `**${count.found}**`} |`)
  return `## ${id} ${title}

${load}

| | figure | goal | reached |
|---|---:|---|---|
${figures.join('\n')}
${
  exact.length === 0
    ? ''
    : `
| count | expected | found |
|---|---:|---|
${exact.join('\n')}
`
}`
}
