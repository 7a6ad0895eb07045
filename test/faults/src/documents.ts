import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Files that hold no documents of ours, and the gateway's, which it makes anew from the log whenever it has the time. */
const OTHER_FILES = new Set(['log.sqlite', 'accounts.sqlite', 'load-lock.sqlite', 'demo.sqlite', 'live.sqlite'])

/**
 * Every aggregate and every projection row in the stores of a stopped place, as `market/offer/off_…` → document. What a
 * kill may change without harm is evened out: instants are cut to the minute, because what it interrupted goes on some
 * seconds later; account ids are made by chance; and what happened to several people at one instant has no order among
 * them, so neither have lists of ids, nor does it matter how often or at which version an order heard of its offers.
 */
export function documentsIn(dataDir: string): ReadonlyMap<string, string> {
  const documents = new Map<string, string>()
  for (const file of readdirSync(dataDir)) {
    if (!file.endsWith('.sqlite') || OTHER_FILES.has(file)) continue
    const database = new DatabaseSync(join(dataDir, file), { readOnly: true })
    const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'doc\\_%' ESCAPE '\\'`).all()
    for (const { name } of tables) {
      for (const { id, document } of database.prepare(`SELECT id, document FROM "${name}" WHERE document IS NOT NULL`).all()) {
        const text = JSON.stringify(evened(JSON.parse(String(document))))
        documents.set(`${file.replace('.sqlite', '')}/${String(name).replace('doc_', '')}/${id}`, text)
      }
    }
    database.close()
  }
  return documents
}

function evened(value: unknown): unknown {
  if (typeof value === 'string')
    return value.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d):\d\d\.\d{3}Z$/, '$1').replace(/^usr_[0-9A-Z]{26}$/, 'usr_')
  if (Array.isArray(value)) {
    const items = value.map(evened)
    return items.every((item) => typeof item === 'string') ? items.toSorted() : items
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([name]) => name !== 'heard')
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, held]) => [name, evened(held)]))
}

/** The first few differences, for a person to read. */
export function differencesBetween(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): readonly string[] {
  const names = [...new Set([...one.keys(), ...other.keys()])].toSorted()
  return names.flatMap((name) => {
    const [a = 'nothing', b = 'nothing'] = [one.get(name), other.get(name)]
    if (a === b) return []
    let at = 0
    while (a[at] === b[at]) at += 1
    return [`${name}: …${a.slice(Math.max(0, at - 60), at + 60)}… but …${b.slice(Math.max(0, at - 60), at + 60)}…`]
  })
}
