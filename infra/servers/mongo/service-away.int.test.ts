import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEventLog } from '@filature/event-log/open'
import { buildIdentity } from '@filature/identity/service'
import { identityServiceEnvironment, identitySettings } from '@filature/identity/settings'
import { systemClock } from '@filature/kernel/clock'
import { buildMaterials, type MaterialsService } from '@filature/materials/service'
import { defaultMaterialsSettings } from '@filature/materials/settings'
import { openDepot, stockLot } from '@filature/materials/testing/stocked'
import { createMetrics } from '@filature/service-kit/metrics'
import { serve } from '@filature/service-kit/serve'
import { tokenSigner } from '@filature/service-kit/testing/token-signer'
import { openStore } from '@filature/store/open'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RunningMongo, startMongo } from './start.ts'
import { describeOnStartable } from './startable.ts'

const MINUTE = 60_000
/** What a caller waits at most, and what a machine that does many things at once adds. */
const AWAY_MS = 5_000 + 1_000
const MEMBERS = 24
/** All of them are within what one lot allows. */
const HOLDS_EACH = 8

interface Told {
  readonly status: number
  readonly code: unknown
  readonly retryAfter: string | null
  readonly body: Readonly<Record<string, unknown>>
  readonly tookMs: number
}

await describeOnStartable('services whose MongoDB goes away', (kind) => {
  let server: RunningMongo
  let place: Awaited<ReturnType<typeof openPlace>>

  beforeEach(async () => {
    server = await startMongo({ kind })
    place = await openPlace(server.uri)
  }, 2 * MINUTE)
  afterEach(async () => {
    server.thaw()
    await place.stop()
    await server.stop()
  }, MINUTE)

  const allChecks = async () => {
    const answer = await fetch(`${place.base}/health/ready`)
    const { checks } = (await answer.json()) as { checks: { name: string; ok: boolean }[] }
    return { status: answer.status, away: checks.filter(({ ok }) => !ok).map(({ name }) => name) }
  }
  const AWAY = ['identity.store', 'identity.accounts', 'materials.store']

  test.each(['killed', 'frozen'] as const)(
    '%s in the middle of a rush: readiness names the store, commands are answered "unavailable" in time, nothing acknowledged is lost, all comes back by itself',
    { timeout: 4 * MINUTE },
    async (how) => {
      const lotId = await stockLot(place.materials.internals, await openDepot(place.materials.internals), {
        qty: MEMBERS * HOLDS_EACH,
        mass: { method: 'measured', totalG: 5_000_000 },
      })
      const answers: Told[] = []
      const kept = new Map<string, unknown>()
      /** Asks with one key until it is known what became of it, as a client does. */
      async function hold(memberId: string, key: string) {
        for (;;) {
          const told = await place.ask('POST', `/api/materials/v1/lots/${lotId}/hold`, memberId, { qty: 1 }, key)
          answers.push(told)
          if (told.status === 201) return kept.set(key, told.body['holdId'])
          expect(told).toMatchObject({ status: 503, code: 'unavailable', retryAfter: expect.stringMatching(/^\d+$/) })
        }
      }
      const members = Array.from({ length: MEMBERS * HOLDS_EACH }, (_, number) => `mbr_${number}`)
      const waiting = [...members]
      const clients = Array.from({ length: MEMBERS }, async () => {
        for (let memberId = waiting.pop(); memberId !== undefined; memberId = waiting.pop()) await hold(memberId, `hold-of-${memberId}`)
      })
      const rush = Promise.all(clients)

      await Promise.race([rush, expect.poll(() => kept.size, { timeout: MINUTE }).toBeGreaterThan(MEMBERS)])
      if (how === 'killed') await server.kill()
      else server.freeze()
      await Promise.race([rush, expect.poll(() => answers.some(({ status }) => status === 503), { timeout: MINUTE }).toBe(true)])
      expect(await allChecks()).toEqual({ status: 503, away: expect.arrayContaining(AWAY) })
      const [read, signIn] = await Promise.all([
        place.ask('GET', `/api/materials/v1/lots/${lotId}`, 'mbr_1'),
        place.ask('POST', '/api/identity/v1/sign-in', undefined, { email: 'a@example.org', password: 'quatre navettes' }),
      ])
      for (const told of [read, signIn]) expect(told).toMatchObject({ status: 503, code: 'unavailable', retryAfter: expect.any(String) })
      expect(kept.size).toBeLessThan(members.length)

      if (how === 'killed') await server.restart()
      else server.thaw()
      await expect.poll(allChecks, { timeout: MINUTE }).toEqual({ status: 200, away: [] })
      await rush
      expect([...answers, read, signIn].filter(({ tookMs }) => tookMs > AWAY_MS)).toEqual([])

      // Every member has one hold, the one of the first answer, however often it was asked for.
      await place.materials.internals.settled()
      for (const [key, holdId] of kept) {
        const again = await place.ask('POST', `/api/materials/v1/lots/${lotId}/hold`, key.replace('hold-of-', ''), { qty: 1 }, key)
        expect(again.body['holdId'], key).toBe(holdId)
      }
      expect(new Set(kept.values()).size).toBe(members.length)
      const lot = await place.ask('GET', `/api/materials/v1/lots/${lotId}`, 'mbr_1')
      expect(lot.body).toMatchObject({ available: 0 })
      await place.hears(members.length, lotId, 'materials.LotHeld.v1')
    },
  )
})

/** Materials and identity in one process, over HTTP, on one MongoDB. */
async function openPlace(mongodbUri: string) {
  const dataDir = await mkdtemp(join(tmpdir(), 'filature-away-'))
  const tokens = tokenSigner()
  const log = await openEventLog({ dataDir })
  const stores = {
    materials: await openStore({ service: 'materials', dataDir, mongodbUri }),
    identity: await openStore({ service: 'identity', dataDir, mongodbUri }),
  }
  const ports = { log, clock: systemClock, tokens: tokens.check }
  const materials: MaterialsService = buildMaterials({ ...ports, store: stores.materials, settings: defaultMaterialsSettings() })
  const settings = identitySettings({ DATA_DIR: dataDir, MONGODB_URI: mongodbUri }, identityServiceEnvironment.parse({}))
  const identity = await buildIdentity({ ...ports, store: stores.identity, settings })
  const environment = { PORT: 0, HOST: '127.0.0.1', REQUESTS_PER_MINUTE: 0, TRUST_PROXY: 0 }
  const served = await serve({ services: [identity, materials], environment, metrics: createMetrics() })
  const base = `http://127.0.0.1:${served.port}`
  return {
    base,
    materials,
    async ask(method: string, path: string, memberId: string | undefined, body?: unknown, key = 'asked-only-once'): Promise<Told> {
      const began = performance.now()
      const answer = await fetch(base + path, {
        method,
        headers: {
          'Content-Type': 'application/json',
          'Idempotency-Key': key,
          ...(memberId !== undefined && { Authorization: `Bearer ${tokens.tokenFor(memberId, { org_place: 'B' })}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const told = (await answer.json()) as Record<string, unknown>
      const retryAfter = answer.headers.get('Retry-After')
      return { status: answer.status, code: told['code'], retryAfter, body: told, tookMs: performance.now() - began }
    },
    /** Resolves when somebody who reads the log from its beginning has heard so many different events. */
    async hears(count: number, subject: string, type: string): Promise<void> {
      const heard = new Set<string>()
      const listening = log.subscribe({ topics: ['filature.materials'], group: 'somebody-else', from: 'beginning' }, async (records) => {
        for (const { event } of records) if (event?.subject === subject && event.type === type) heard.add(event.id)
      })
      await listening.ready
      await expect.poll(() => heard.size, { timeout: MINUTE }).toBe(count)
      await listening.stop()
    },
    async stop() {
      await served.stop()
      await log.close()
      for (const store of Object.values(stores)) await store.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
