import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { referenceDocuments } from './documents.ts'
import { RUN_GUIDE, withGeneratedParts } from './run-guide.ts'

const folder = new URL('../../../docs/api/', import.meta.url)
await mkdir(folder, { recursive: true })
for (const [name, text] of referenceDocuments()) await writeFile(new URL(name, folder), text)
await writeFile(RUN_GUIDE, withGeneratedParts(await readFile(RUN_GUIDE, 'utf8')))
