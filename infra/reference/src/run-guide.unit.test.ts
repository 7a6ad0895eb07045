import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { RUN_GUIDE, withGeneratedParts } from './run-guide.ts'

test('docs/guide/run.md lists the variables and accounts that there are; if not: npm run reference', async () => {
  const page = await readFile(RUN_GUIDE, 'utf8')
  expect(page).toBe(withGeneratedParts(page))
})

test('every variable says what it means', () => {
  const rows = withGeneratedParts(
    '<!-- generated: accounts --><!-- end: accounts --><!-- generated: environment --><!-- end: environment -->',
  )
    .split('\n')
    .filter((line) => /^\| `[A-Z_]+` /.test(line))
  expect(rows.length).toBeGreaterThan(40)
  expect(rows.filter((row) => /\|\s+\|$/.test(row))).toEqual([])
})
