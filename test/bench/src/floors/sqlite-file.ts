import { DatabaseSync } from 'node:sqlite'
import type { Lot } from '@filature/materials/lots/lot'
import { publishedLot } from '@filature/materials/testing/lot-scenario'
import { DOORS } from '@filature/materials/testing/samples'

/** A file with one document per lot and an outbox, written as safely as the embedded store writes its own. */
export interface FloorFile {
  /** Runs a job in one transaction that is on the disk when this returns. */
  transaction<T>(job: () => T): T
  load(id: string): { readonly version: number; readonly lot: Lot }
  /** False when somebody else wrote since `expected`. */
  write(id: string, expected: number, version: number, lot: Lot): boolean
  publish(event: string): void
  events(): number
  close(): void
}

/** Makes the file with so many lots. `idOf` names them. */
export function openFloorFile(file: string, lots: number, units: number, idOf: (number: number) => string): FloorFile {
  const database = new DatabaseSync(file)
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA fullfsync = ON;
    PRAGMA wal_autocheckpoint = 4000;
    CREATE TABLE lot (id TEXT PRIMARY KEY, version INTEGER NOT NULL, document TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE outbox (position INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL);
    BEGIN;
  `)
  const template = publishedLot({ ...DOORS, qty: units, mass: { method: 'measured', totalG: units * 100 } }).lot()
  const put = database.prepare('INSERT INTO lot VALUES (?, 1, ?)')
  for (let number = 0; number < lots; number += 1) put.run(idOf(number), JSON.stringify({ ...template, lotId: idOf(number) }))
  database.exec('COMMIT')
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const select = database.prepare('SELECT version, document FROM lot WHERE id = ?')
  const update = database.prepare('UPDATE lot SET version = ?, document = ? WHERE id = ? AND version = ?')
  const insert = database.prepare('INSERT INTO outbox (event) VALUES (?)')
  return {
    transaction(job) {
      begin.run()
      try {
        const result = job()
        commit.run()
        return result
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    },
    load(id) {
      const row = select.get(id)
      if (row === undefined) throw new Error(`no lot ${id}`)
      // Only `put` and `write` above fill these columns.
      return { version: Number(row['version']), lot: JSON.parse(String(row['document'])) as Lot }
    },
    write: (id, expected, version, lot) => update.run(version, JSON.stringify(lot), id, expected).changes === 1,
    publish: (event) => void insert.run(event),
    events: () => Number(database.prepare('SELECT count(*) AS n FROM outbox').get()?.['n']),
    close: () => database.close(),
  }
}
