import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Production, startProduction } from '@filature/production/production'
import { type RunningKafka, startKafka } from '@filature/servers/kafka/start'
import { type RunningMongo, startMongo } from '@filature/servers/mongo/start'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answered, ask, signIn } from './client.ts'
import { type Scene, sceneAt } from './scene.ts'

const REQUIRED = (process.env['REQUIRE_SUITES'] ?? '').split(/[\s,]+/)
const START_MS = 180_000
/** What a person waits at most for the word that an engine is away, and what a machine that does many things at once adds, in milliseconds. */
const ANSWER_MS = 5_000 + 2_500
const BACK = { timeout: 60_000, interval: 200 }

/** These servers are killed, so nobody else’s will do: they are started for this file alone. */
const canStart = REQUIRED.includes('kafka') && REQUIRED.includes('mongo')
const MISSING = 'an engine away: skipped, it kills servers of its own; set REQUIRE_SUITES=kafka,mongo (needs Java 17 and Maven)'

describe.skipIf(!canStart)(canStart ? 'every service in a process of its own, and an engine goes away' : MISSING, () => {
  let folder: string
  let kafka: RunningKafka
  let mongo: RunningMongo
  let place: Production
  let address: string
  let scene: Scene
  let keys = 0

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'faults-engines-'))
    kafka = await startKafka()
    mongo = await startMongo()
    place = await startProduction({
      environment: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        ...{ PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'fatal', DATA_DIR: folder, DEMO: 'on' },
        ...{ REQUESTS_PER_MINUTE: '0', SIGN_INS_PER_MINUTE: '0', NODE_NO_WARNINGS: '1' },
        ...{ KAFKA_BROKERS: kafka.brokers, MONGODB_URI: mongo.uri },
      },
    })
    address = place.facts.address
    scene = await sceneAt(address)
  }, START_MS)
  afterAll(async () => {
    await place?.stop()
    await mongo?.stop()
    await kafka?.stop()
    await rm(folder, { recursive: true, force: true })
  }, START_MS)

  async function away(): Promise<{ status: number; away: { service: string; what: string; engine?: string }[] }> {
    const answer = await fetch(`${address}/health/ready`)
    return { ...((await answer.json()) as { away: { service: string; what: string; engine?: string }[] }), status: answer.status }
  }
  const whatIsAway = async () => [...new Set((await away()).away.map(({ what, engine }) => `${what} ${engine}`))].sort()

  function setLine(token: string, offerId: string | undefined, qtyB: number, key = newKey()): Promise<Answered> {
    return ask(address, {
      method: 'PUT',
      path: `/api/market/v1/sessions/${scene.sessionId}/my-order/lines/${offerId}`,
      body: { qtyB },
      token,
      key,
    })
  }
  function newKey(): string {
    keys += 1
    return `engines-away-${keys}`
  }
  async function messages(token: string, key: string): Promise<number> {
    const { body } = await ask(address, { path: '/api/notify/v1/inbox?limit=100', token })
    // The contract of the inbox.
    return (body as unknown as { items: { key: string }[] }).items.filter((message) => message.key === key).length
  }
  const restarts = () => place.processes.map((process) => process.restarts())

  test(
    'the broker: commands are accepted and kept, readiness names it, and when it is back everything arrives once, by itself',
    async () => {
      const [offerId] = scene.offerIds
      const token = await signIn(address, 'william.flannel@example.org')
      const before = await messages(token, 'order-confirmed')
      await kafka.kill()
      await expect.poll(whatIsAway, BACK).toEqual(['log Kafka'])
      expect((await away()).status).toBe(503)

      expect((await setLine(token, offerId, 1)).status).toBe(200)
      const confirmed = await ask(address, {
        method: 'POST',
        path: `/api/market/v1/sessions/${scene.sessionId}/my-order/confirm`,
        body: scene.confirmation,
        token,
        key: 'engines-away-confirm',
      })
      expect([confirmed.status, confirmed.body['state']]).toEqual([200, 'confirmed'])
      const metrics = async () => await (await fetch(`${address}/metrics/market`)).text()
      expect(
        Number(/filature_outbox_oldest_ms\{service="market"\} (\S+)/.exec(await metrics())?.[1]),
        'it waits in the outbox',
      ).toBeGreaterThan(0)

      await kafka.restart()
      await expect.poll(whatIsAway, BACK).toEqual([])
      await expect.poll(() => messages(token, 'order-confirmed'), BACK).toBe(before + 1)
      await expect.poll(async () => /filature_outbox_oldest_ms\{service="market"\} 0/.test(await metrics()), BACK).toBe(true)
      expect(await messages(token, 'order-confirmed'), 'told once').toBe(before + 1)
      expect(restarts(), 'nobody had to be started again').toEqual([0, 0, 0, 0, 0, 0])
    },
    START_MS,
  )

  test(
    'the store: whoever writes is told within five seconds to come again, and the same command then succeeds once',
    async () => {
      const [, offerId] = scene.offerIds
      const token = await signIn(address, 'yann.gabardine@example.org')
      expect((await setLine(token, offerId, 1)).status).toBe(200)
      await mongo.kill()
      const asked = performance.now()
      const refused = await setLine(token, offerId, 2, 'engines-away-retried')
      expect([refused.status, refused.body['code'], refused.body['retryAfterS']]).toEqual([503, 'unavailable', expect.any(Number)])
      expect(performance.now() - asked, 'milliseconds until the answer').toBeLessThan(ANSWER_MS)
      await expect.poll(whatIsAway, BACK).toContain('store MongoDB')
      expect(await whatIsAway()).not.toContain('log Kafka')

      await mongo.restart()
      await expect.poll(whatIsAway, BACK).toEqual([])
      await expect.poll(async () => (await setLine(token, offerId, 2, 'engines-away-retried')).status, BACK).toBe(200)
      const order = await ask(address, { path: `/api/market/v1/sessions/${scene.sessionId}/my-order`, token })
      expect(order.body['lines'], 'what was acknowledged, once').toMatchObject([{ offerId, qtyB: 2 }])
      expect(restarts(), 'nobody had to be started again').toEqual([0, 0, 0, 0, 0, 0])
    },
    START_MS,
  )
})
