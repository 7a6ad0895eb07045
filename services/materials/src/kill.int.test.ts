import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { project } from '@filature/aggregates/projection'
import { searchQuery } from '@filature/contracts/materials/search-shapes'
import { openEventLog } from '@filature/event-log/open'
import type { EventRecord } from '@filature/kernel/event'
import { openStore } from '@filature/store/open'
import type { Store } from '@filature/store/port'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ENDED_HOLDS, endedHolds } from './holds/ended-holds.ts'
import { createSearchIndex } from './search/search-index.ts'
import { openLibrary } from './testing/library.ts'
import { serveKeys, startProcess } from './testing/process.ts'
import { openDepot, stockLot } from './testing/stocked.ts'
import { localTokens } from './testing/tokens.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'filature-materials-kill-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

/** Holds the log's file as another program would, so that nothing can be published while everything can be decided. */
function lockLog(): () => void {
  const file = new DatabaseSync(join(dataDir, 'log.sqlite'))
  file.exec('BEGIN IMMEDIATE')
  return () => file.close()
}

async function rowsOf(store: Store): Promise<ReadonlyMap<string, unknown>> {
  const page = await store.find(ENDED_HOLDS, { limit: 1_000 })
  return new Map(page.items.map(({ id, document }) => [id, document]))
}

describe('a crash between the write and the publishing', () => {
  it('[materials 28] kill -9 after the write: the hold is kept, its event reaches every consumer exactly once after the restart, and projections equal a replay from zero', async () => {
    const tokens = localTokens()
    const identity = await serveKeys(tokens)
    // A depot with two lots, one of which already has a history.
    const before = await openLibrary({ dataDir })
    const depot = await openDepot(before.service.internals)
    const [lotId, other] = [await stockLot(before.service.internals, depot), await stockLot(before.service.internals, depot)]
    const { body: past } = await before.member('mbr_b').post(`/lots/${other}/hold`, { qty: 2 })
    await before.member('mbr_b').post(`/holds/${past['holdId']}/release`)
    await before.service.internals.settled()
    await before.stop()

    const child = await startProcess(dataDir, identity.url)
    const unlock = lockLog()
    const answer = await fetch(`${child.base}/lots/${lotId}/hold`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${tokens.tokenFor('mbr_a', { org_place: 'B' })}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': 'held-before-the-crash',
      },
      body: JSON.stringify({ qty: 3 }),
    })
    expect(answer.status).toBe(201)
    const held = (await answer.json()) as { holdId: string; expiresAt: string; version: number }
    await child.kill()
    unlock()
    identity.stop()

    // What was acknowledged is there, with its own deadline, and nothing of it had been published.
    const log = await openEventLog({ dataDir })
    const heard: EventRecord[] = []
    const listening = log.subscribe({ topics: ['filature.materials'], group: 'somebody-else', from: 'beginning' }, async (records) => {
      for (const { event } of records) if (event !== null) heard.push(event)
    })
    await listening.ready
    await expect.poll(() => heard.some(({ subject }) => subject === other)).toBe(true)
    const isTheHold = ({ type, data }: EventRecord) =>
      type === 'materials.LotHeld.v1' && (data as { holdId: string }).holdId === held.holdId
    expect(heard.filter(isTheHold)).toEqual([])

    const after = await openLibrary({ dataDir })
    const { internals } = after.service
    await internals.settled()
    expect((await internals.lots.read(lotId))?.state?.holds).toMatchObject([{ holdId: held.holdId, qty: 3, expiresAt: held.expiresAt }])
    await expect.poll(() => heard.filter(isTheHold).length).toBe(1)

    // Every subject's events without gap or twin, for whoever listened all the time.
    for (const [subject, events] of Map.groupBy(heard, (event) => event.subject)) {
      expect({ subject, sequences: events.map(({ sequence }) => sequence) }).toEqual({
        subject,
        sequences: events.map((_, index) => index + 1),
      })
    }
    const replayed = await openStore({ service: 'replay', dataDir })
    await replayed.define([endedHolds.collection])
    await project(
      replayed,
      endedHolds,
      heard.filter(({ type }) => endedHolds.types.includes(type)),
      () => {},
    )
    const rows = await rowsOf(after.store)
    expect(rows.size).toBe(2)
    expect(await rowsOf(replayed)).toEqual(rows)
    // The search index, which followed the log, equals one that is made from the lots alone.
    const fresh = createSearchIndex(internals.reference)
    for (const read of await internals.lots.readMany([lotId, other])) if (read?.state != null) fresh.put(read.state, read.version)
    const query = searchQuery.parse({ sort: 'price' })
    expect(internals.index.search(query, false)).toEqual(fresh.search(query, false))

    await listening.stop()
    await log.close()
    await replayed.close()
    await after.stop()
    expect(after.errors).toEqual([])
  }, 60_000)
})
