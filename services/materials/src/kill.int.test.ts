import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { project } from '@filature/aggregates/projection'
import { forgetTestData, openTestLog, openTestStore } from '@filature/aggregates/testing/engines'
import { searchQuery } from '@filature/contracts/materials/search-shapes'
import type { EventRecord } from '@filature/kernel/event'
import type { Store } from '@filature/store/port'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { HOLD_HISTORY, holdHistory } from './holds/hold-history.ts'
import { createSearchIndex } from './search/search-index.ts'
import { openLibrary } from './testing/library.ts'
import { openDepot, stockLot } from './testing/stocked.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'filature-materials-kill-'))
})
afterEach(() => forgetTestData(dataDir))

const unpublishing = fileURLToPath(new URL('./testing/unpublishing-process.ts', import.meta.url))

/** Places a hold in a process that cannot publish it, and kills that process once the hold is acknowledged. */
async function heldAndKilled(lotId: string) {
  const child = fork(unpublishing, [dataDir, lotId], { execArgv: ['--disable-warning=ExperimentalWarning'] })
  const [answer] = await Promise.race([once(child, 'message'), once(child, 'exit').then(([code]) => [`ended with ${code}`])])
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  return z.object({ status: z.literal(201), body: z.object({ holdId: z.string(), expiresAt: z.string() }) }).parse(answer).body
}

async function rowsOf(store: Store): Promise<ReadonlyMap<string, unknown>> {
  const page = await store.find(HOLD_HISTORY, { limit: 1_000 })
  return new Map(page.items.map(({ id, document }) => [id, document]))
}

describe('a crash between the write and the publishing', () => {
  it('[materials 28] kill -9 after the write: the hold is kept, its event reaches every consumer exactly once after the restart, and projections equal a replay from zero', async () => {
    // A depot with two lots, one of which already has a history.
    const before = await openLibrary({ dataDir })
    const depot = await openDepot(before.service.internals)
    const [lotId, other] = [await stockLot(before.service.internals, depot), await stockLot(before.service.internals, depot)]
    const { body: past } = await before.member('mbr_b').post(`/lots/${other}/hold`, { qty: 2 })
    await before.member('mbr_b').post(`/holds/${past['holdId']}/release`)
    await before.service.internals.settled()
    await before.stop()

    const held = await heldAndKilled(lotId)

    // What was acknowledged is there, with its own deadline, and nothing of it had been published.
    const log = await openTestLog(dataDir)
    const heard: EventRecord[] = []
    const listening = log.subscribe({ topics: ['filature.materials'], group: 'somebody-else', from: 'beginning' }, async (records) => {
      for (const { event } of records) if (event !== null) heard.push(event)
    })
    await listening.ready
    const allHeard = async () => (await log.lag('somebody-else')).every(({ behind }) => behind === 0)
    await expect.poll(allHeard).toBe(true)
    expect(heard.some(({ subject }) => subject === other)).toBe(true)
    const isTheHold = ({ type, data }: EventRecord) =>
      type === 'materials.LotHeld.v1' && (data as { holdId: string }).holdId === held.holdId
    expect(heard.filter(isTheHold)).toEqual([])

    const after = await openLibrary({ dataDir })
    const { internals } = after.service
    await internals.settled()
    expect((await internals.lots.read(lotId))?.state?.holds).toMatchObject([{ holdId: held.holdId, qty: 3, expiresAt: held.expiresAt }])
    await expect.poll(allHeard).toBe(true)
    expect(heard.filter(isTheHold).length).toBe(1)

    // Every subject's events without gap or twin, for whoever listened all the time.
    for (const [subject, events] of Map.groupBy(heard, (event) => event.subject)) {
      expect({ subject, sequences: events.map(({ sequence }) => sequence) }).toEqual({
        subject,
        sequences: events.map((_, index) => index + 1),
      })
    }
    const replayed = await openTestStore('replay', dataDir)
    await replayed.define([holdHistory.collection])
    await project(
      replayed,
      holdHistory,
      heard.filter(({ type }) => holdHistory.types.includes(type)),
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
