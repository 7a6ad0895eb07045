import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { referenceDocuments } from './documents.ts'

const documents = referenceDocuments()

test('docs/api/README.md is what the contracts say; if not: npm run reference', async () => {
  expect(await readFile(new URL('../../../docs/api/README.md', import.meta.url), 'utf8')).toBe(documents.get('README.md'))
})

test('every operation is described with its answer and its problems', () => {
  for (const [name, text] of documents) {
    if (!name.endsWith('.openapi.json')) continue
    const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, { summary: string; responses: Record<string, unknown> }>> }
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { summary, responses }] of Object.entries(operations)) {
        const where = `${name} ${method} ${path}`
        expect(summary, where).not.toBe('')
        expect(
          Object.keys(responses).some((status) => status.startsWith('2')),
          where,
        ).toBe(true)
        expect(responses, where).toHaveProperty('400')
      }
    }
  }
})
