import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@filature/kernel/testing/free-port'
import { afterEach, describe, expect, test } from 'vitest'
import { ask, signIn } from './client.ts'
import { killChildren, type StandaloneChild, startChild } from './standalone-child.ts'

const PATIENCE_MS = 180_000
/** What the specification allows for a start on a folder that has its data, in milliseconds in which other programs leave it a core. */
const READY_WITHIN_MS = 2_000

let dataDir = ''
const start = (environment: Readonly<Record<string, string>> = {}) => startChild({ DATA_DIR: dataDir, ...environment })

afterEach(async () => {
  killChildren()
  await rm(dataDir, { recursive: true, force: true })
})

/** The first start within the time allowed; a disk that is busy with other tests gets several tries. */
async function quickStart(): Promise<StandaloneChild> {
  const took: number[] = []
  for (let tries = 0; tries < 5; tries += 1) {
    const place = start()
    await place.address
    const openAfterMs = place.openAfterMs() ?? Number.POSITIVE_INFINITY
    took.push(openAfterMs)
    if (openAfterMs < READY_WITHIN_MS) return place
    expect(await place.stop()).toBe(0)
  }
  throw new Error(`never ready within ${READY_WITHIN_MS} ms: ${took.join(', ')}`)
}

interface Lot {
  readonly lotId: string
  readonly available: number
}

/** Few, light and one by one, so that neither step nor quota is in the way. */
async function aSmallLot(address: string): Promise<Lot> {
  const { body } = await ask(address, { path: '/api/materials/v1/lots/search?limit=100' })
  const lots = body['items'] as readonly (Lot & { unit: string; stage: string; gPerUnit: number; granularity: { mode: string } })[]
  const found = lots.find(
    ({ unit, stage, gPerUnit, granularity, available }) =>
      unit === 'piece' && stage === 'stocked' && granularity.mode === 'piece' && gPerUnit < 20_000 && available > 3 && available < 13,
  )
  if (found === undefined) throw new Error('the demo has no such lot')
  return found
}

describe('a place that is stopped and started again', () => {
  test('lets nobody in while it is being furnished, then prints what a newcomer needs', { timeout: PATIENCE_MS }, async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'faults-restart-'))
    const port = await freePort()
    const place = start({ PORT: String(port) })
    const early: { live: number; ready: number; api: number; retryAfter: string | null }[] = []
    const isOpen = place.address.then(() => true)
    while (!(await Promise.race([isOpen, knock(port, early)])));
    const duringLoad = early.filter(({ live }) => live === 200)
    expect(duringLoad.length).toBeGreaterThan(0)
    expect(new Set(duringLoad.map(({ ready }) => ready))).toEqual(new Set([503]))
    expect(new Set(duringLoad.map(({ api, retryAfter }) => `${api} ${retryAfter}`))).toEqual(new Set(['503 1']))
    const { out } = place.said()
    expect(out).toContain(`http://localhost:${port}`)
    expect(out).toContain(process.version)
    expect(out).toContain(dataDir)
    expect(out).toContain('store: SQLite, event log: SQLite')
    expect(out.match(/\S+@example\.org/g)).toHaveLength(10)
    expect((await ask(await place.address, { path: '/health/ready' })).status).toBe(200)
  })

  test('keeps every promise, and is ready within two seconds', { timeout: PATIENCE_MS }, async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'faults-restart-'))
    const first = start()
    const before = await first.address
    const lot = await aSmallLot(before)
    const token = await signIn(before, 'william.flannel@example.org')
    const wanted = { method: 'POST', path: `/api/materials/v1/lots/${lot.lotId}/hold`, key: 'restart-hold-1', body: { qty: 2 } } as const
    const held = await ask(before, { ...wanted, token })
    expect(held.status).toBe(201)
    expect(await first.stop()).toBe(0)

    const second = await quickStart()
    const after = await second.address
    const again = await signIn(after, 'william.flannel@example.org')
    const kept = await ask(after, { path: `/api/materials/v1/holds/${held.body['holdId']}`, token: again })
    expect([kept.body['qty'], kept.body['expiresAt'], kept.body['state']]).toEqual([2, held.body['expiresAt'], 'active'])
    // The same request once more is the same hold, also for a process that never saw the first one.
    expect((await ask(after, { ...wanted, token: again })).body['holdId']).toBe(held.body['holdId'])
    const { body } = await ask(after, { path: `/api/materials/v1/lots/${lot.lotId}` })
    expect(body['available']).toBe(lot.available - 2)
    // A token given before the restart is as good as before.
    expect((await ask(after, { path: '/api/materials/v1/holds', token })).status).toBe(200)
    expect(await second.stop()).toBe(0)
  })

  test('loads the demonstration once when two are started at the same time on one folder, and both serve it', {
    timeout: PATIENCE_MS,
  }, async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'faults-restart-'))
    const both = [start(), start()]
    const [one = '', other = ''] = await Promise.all(both.map(({ address }) => address))
    expect(both.filter((place) => place.said().out.includes('loaded in'))).toHaveLength(1)
    expect(both.filter((place) => place.said().err.includes('another process loads the demo here'))).toHaveLength(1)

    // Both sell the same stock: as many as there are, not one more.
    const lot = await aSmallLot(one)
    const emails = ['garance.madras', 'noe.ourlet', 'anouk.batiste', 'joris.filet', 'boris.crepon', 'clio.mousseline'].map(
      (name) => `${name}@example.org`,
    )
    const tokens = await Promise.all(emails.map((email, index) => signIn(index % 2 === 0 ? one : other, email)))
    const answers = await Promise.all(
      tokens.flatMap((token, member) =>
        Array.from({ length: 5 }, (_, turn) => {
          const path = `/api/materials/v1/lots/${lot.lotId}/hold`
          return ask((member + turn) % 2 === 0 ? one : other, {
            method: 'POST',
            path,
            token,
            key: `two-places-${member}-${turn}`,
            body: { qty: 1 },
          })
        }),
      ),
    )
    const held = answers.filter(({ status }) => status === 201).length
    expect(held).toBe(lot.available)
    const refusals = new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body['code']))
    expect([...refusals].filter((code) => code !== 'insufficient-stock' && code !== 'quota-exceeded')).toEqual([])
    for (const address of [one, other]) {
      const { body } = await ask(address, { path: `/api/materials/v1/lots/${lot.lotId}` })
      expect(body['available']).toBe(lot.available - held)
    }
    expect(await Promise.all(both.map((place) => place.stop()))).toEqual([0, 0])
  })
})

/** One look at the door; false, so that the caller goes on looking. */
async function knock(port: number, seen: { live: number; ready: number; api: number; retryAfter: string | null }[]): Promise<false> {
  try {
    const [live, ready, api] = await Promise.all(
      ['/health/live', '/health/ready', '/api/market/v1/sessions'].map((path) => fetch(`http://127.0.0.1:${port}${path}`)),
    )
    await Promise.all([live, ready, api].map((response) => response?.text()))
    // The door opens at one moment, which may lie between these three answers.
    if (ready?.status === 503 && api?.status === 503) {
      seen.push({ live: live?.status ?? 0, ready: ready.status, api: api.status, retryAfter: api.headers.get('retry-after') })
    }
  } catch {
    // Nobody listens yet.
  }
  return false
}
