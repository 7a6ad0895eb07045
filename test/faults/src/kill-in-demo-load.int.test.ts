import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { LIVED } from '@filature/demo/load/load-demo'
import { loadLedger } from '@filature/demo/record'
import { type Instant, instantFromMs, MINUTE } from '@filature/kernel/instant'
import { freePort } from '@filature/kernel/testing/free-port'
import { openStore } from '@filature/store/open'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { signIn } from './client.ts'
import { differencesBetween, documentsIn } from './documents.ts'
import { readLog } from './log-reader.ts'
import { randomFrom, seeds } from './random.ts'
import { killChildren, type StandaloneChild, startChild } from './standalone-child.ts'

const ROUNDS = 3
const MOST_KILLS = 2
/** About as long as a load takes on a quiet machine, in milliseconds. */
const LOAD_MS = 2_000
const PATIENCE_MS = 360_000

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faults-demo-load-'))
})
afterEach(killChildren)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Two loads can only be compared when they count from the same first start. */
async function beginAt(dataDir: string, startedAt: Instant): Promise<void> {
  const store = await openStore({ service: 'demo', dataDir })
  await (await loadLedger(store, LIVED)).begin(startedAt)
  await store.close()
}

async function isUnfinished(dataDir: string): Promise<boolean> {
  const store = await openStore({ service: 'demo', dataDir })
  const record = await (await loadLedger(store, LIVED)).read()
  await store.close()
  return record?.finishedAt === undefined && Object.keys(record?.reached ?? {}).length > 0
}

async function untilListening(port: number): Promise<void> {
  for (;;) {
    const listens = await fetch(`http://127.0.0.1:${port}/health/live`).then(
      (response) => response.ok,
      () => false,
    )
    if (listens) return
    await pause(5)
  }
}

/** Never resolves; rejects with what the place said when it ended by itself. */
async function endedEarly(place: StandaloneChild): Promise<never> {
  const code = await place.exited
  throw new Error(`ended with ${code} before it listened; it said:\n${place.said().err}`)
}

describe('a load of the demonstration that is killed', () => {
  test('is completed by the next start, and is then what it would have been', { timeout: PATIENCE_MS }, async () => {
    const startedAt = instantFromMs(Math.floor(Date.now() / MINUTE) * MINUTE)
    const whole = join(folder, 'whole')
    await beginAt(whole, startedAt)
    const undisturbed = startChild({ DATA_DIR: whole })
    await undisturbed.address
    expect(await undisturbed.stop()).toBe(0)
    const expected = documentsIn(whole)
    expect(expected.size).toBeGreaterThan(2_000)

    let hits = 0
    for (const seed of seeds(ROUNDS)) {
      const random = randomFrom(seed)
      const dataDir = join(folder, `killed-${seed}`)
      await beginAt(dataDir, startedAt)
      for (let kills = 0; kills < MOST_KILLS; kills += 1) {
        const port = await freePort()
        const victim = startChild({ DATA_DIR: dataDir, PORT: String(port) })
        await Promise.race([untilListening(port), endedEarly(victim)])
        await pause(random() * LOAD_MS)
        await victim.kill()
        if (await isUnfinished(dataDir)) hits += 1
      }
      const place = startChild({ DATA_DIR: dataDir })
      const address = await place.address
      await signIn(address, 'william.flannel@example.org')
      expect(await place.stop()).toBe(0)
      expect(place.said().err, `seed ${seed}`).toBe('')
      expect(differencesBetween(expected, documentsIn(dataDir)).slice(0, 5), `seed ${seed}`).toEqual([])
      const { gaps, contradictions } = await readLog(dataDir)
      expect([gaps, contradictions], `seed ${seed}`).toEqual([[], []])
    }
    // A test that never hits the load shows nothing.
    expect(hits, 'no kill fell into a load').toBeGreaterThan(0)
  })
})
