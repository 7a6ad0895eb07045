import { mkdir, writeFile } from 'node:fs/promises'
import { referenceDocuments } from './documents.ts'

const folder = new URL('../../../docs/api/', import.meta.url)
await mkdir(folder, { recursive: true })
for (const [name, text] of referenceDocuments()) await writeFile(new URL(name, folder), text)
