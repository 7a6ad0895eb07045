import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { InboxMessage } from '@filature/contracts/notify/http'
import { readDemoRows } from '@filature/demo/rows/read-rows'
import { memberIdOf } from '@filature/demo/world'
import { openStore } from '@filature/store/open'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { brokenPromises } from './acknowledged.ts'
import { ask } from './client.ts'
import { type ReadLog, readLog } from './log-reader.ts'
import { actAs, type Deed, type Member } from './members.ts'
import { randomFrom, seeds } from './random.ts'
import { belongingsAt, excess, promisedByStock, promisedTo, type Scene, sceneAt, tokensAt } from './scene.ts'
import { killChildren, startChild } from './standalone-child.ts'

const ROUNDS = 4
const MEMBERS = 12
const SHORTEST_MS = 150
const LONGEST_MS = 900
const PATIENCE_MS = 480_000
/** A person may hold so many lots (materials 3.4). */
const HOLDS_OF_A_PERSON = 5
/**
 * How long what follows from a command is waited for after a restart, in milliseconds: much longer than an interrupted process
 * is left alone, so that a machine with much else to do is no failure.
 */
const SETTLES_WITHIN_MS = 60_000

const people = readDemoRows()
  .members.filter(({ roles, membership_status }) => membership_status === 'active' && roles.every(({ role }) => role === 'member'))
  .slice(0, MEMBERS)

let folder: string
let base: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faults-load-'))
  base = join(folder, 'base')
  const place = startChild({ DATA_DIR: base })
  await place.address
  await place.stop()
}, PATIENCE_MS)
afterEach(killChildren)
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a place that is killed while members press it', () => {
  test('keeps what it acknowledged, half-does nothing, and tells everything once', { timeout: PATIENCE_MS }, async () => {
    let lost = 0
    for (const seed of seeds(ROUNDS)) lost += await round(seed)
    // A test whose kills never meet a request under way shows little.
    expect(lost, 'no kill met a request').toBeGreaterThan(0)
  })
})

/** One life, one kill, one life after it. Returns how many requests the kill met. */
async function round(seed: number): Promise<number> {
  const because = `seed ${seed}`
  const dataDir = join(folder, `round-${seed}`)
  await cp(base, dataDir, { recursive: true })

  const victim = startChild({ DATA_DIR: dataDir })
  const before = await victim.address
  const scene = await sceneAt(before)
  const tokens = await tokensAt(
    before,
    people.map(({ email }) => email),
  )
  const members = people.map(({ email }, index): Member => ({ email, token: tokens[index] ?? '', seed: seed * MEMBERS + index }))
  const atFirst = await Promise.all(tokens.map((token) => belongingsAt(before, token, scene.sessionId)))
  const others = excess(await promisedByStock(before, scene), promisedTo(atFirst, scene))
  const acting = members.map((member) => actAs(member, before, scene, () => false))
  await pause(SHORTEST_MS + randomFrom(seed)() * (LONGEST_MS - SHORTEST_MS))
  await victim.kill()
  const deeds = await Promise.all(acting)
  expect(
    deeds.flat().filter(({ answer }) => (answer?.status ?? 0) >= 500),
    because,
  ).toEqual([])

  const place = startChild({ DATA_DIR: dataDir })
  const address = await place.address
  // Every claim has its order line, every hold its quota: what others hold besides is what it was.
  await expect
    .poll(
      async () => {
        const now = await Promise.all(tokens.map((token) => belongingsAt(address, token, scene.sessionId)))
        return [
          excess(await promisedByStock(address, scene), promisedTo(now, scene)),
          now.filter(({ order }) => order.state === 'confirming').length,
        ]
      },
      { timeout: SETTLES_WITHIN_MS, message: because },
    )
    .toEqual([others, 0])
  const afterwards = await Promise.all(tokens.map((token) => belongingsAt(address, token, scene.sessionId)))
  const broken = deeds.flatMap((own, index) => {
    const [first, now] = [atFirst[index], afterwards[index]]
    return first === undefined || now === undefined ? ['a member is missing'] : brokenPromises(own, first, now)
  })
  expect(broken, because).toEqual([])

  await repeatEverything(address, deeds, because)
  await quotasAreWhole(address, scene, tokens.slice(0, 3), because)
  // Messages come a moment after what they tell of; in the end each is there once, and no other.
  await expect
    .poll(async () => toldTwiceOrNever(await readLog(dataDir), await Promise.all(tokens.map((token) => inboxAt(address, token)))), {
      timeout: SETTLES_WITHIN_MS,
      message: because,
    })
    .toEqual([])
  expect(await place.stop(), because).toBe(0)
  await everythingIsPublished(dataDir, because)
  return deeds.flat().filter(({ answer }) => answer === undefined).length
}

/**
 * The same keys once more: what was accepted gets its first answer, what was lost is done now or refused for good reason.
 * Left out are refusals and what asked for what already was: they changed nothing and are decided anew.
 */
async function repeatEverything(address: string, deeds: readonly (readonly Deed[])[], because: string): Promise<void> {
  for (const { kind, request, answer } of deeds.flatMap(changing)) {
    if (answer !== undefined && (answer.status >= 300 || kind === 'confirm')) continue
    const again = await ask(address, request)
    const what = `${because}: ${kind} ${request.key} ${JSON.stringify(again.body)}`
    if (answer === undefined) {
      expect(again.status, what).toBeLessThan(500)
      expect(again.body['code'], what).not.toBe('idempotency-mismatch')
    } else {
      expect([again.status, again.body['holdId']], what).toEqual([answer.status, answer.body['holdId']])
      if (kind === 'line') expect(again.body['stock'], what).toEqual(answer.body['stock'])
    }
  }
}

/** A member's deeds without lines set to what they were before; what they were at first is not known, so the first one stays out. */
function changing(deeds: readonly Deed[]): readonly Deed[] {
  const quantities = new Map<string, number>()
  return deeds.filter(({ kind, request, answer }) => {
    if (kind !== 'line') return true
    const { qtyB } = request.body as { qtyB: number }
    const before = quantities.get(request.path)
    if (answer !== undefined && answer.status < 300) quantities.set(request.path, qtyB)
    return before !== undefined && before !== qtyB
  })
}

/** No claim on the quota outlived its hold: whoever gives everything back may hold as many as everybody. */
async function quotasAreWhole(address: string, scene: Scene, tokens: readonly string[], because: string): Promise<void> {
  const giveBack = async (token: string, turn: string) => {
    const { holds } = await belongingsAt(address, token, scene.sessionId)
    await Promise.all(
      holds.map(({ holdId }) =>
        ask(address, { method: 'POST', path: `/api/materials/v1/holds/${holdId}/release`, token, key: `${turn}-${holdId}`, body: {} }),
      ),
    )
  }
  for (const [index, token] of tokens.entries()) {
    await giveBack(token, 'give-back')
    const path = `/api/materials/v1/lots/${scene.lotIds[0]}/hold`
    // The quota hears of a release by its event, in a moment.
    await expect
      .poll(
        async () => {
          const answers = await Promise.all(
            scene.lotIds.slice(0, HOLDS_OF_A_PERSON).map((lotId) =>
              ask(address, {
                method: 'POST',
                path: path.replace(scene.lotIds[0] ?? '', lotId),
                token,
                key: `quota-${index}-${lotId}`,
                body: { qty: 1 },
              }),
            ),
          )
          return answers.map(({ status, body }) => (status === 201 || body['code'] === 'insufficient-stock' ? 'held' : body['code']))
        },
        { timeout: SETTLES_WITHIN_MS, message: because },
      )
      .toEqual(Array.from({ length: HOLDS_OF_A_PERSON }, () => 'held'))
    await giveBack(token, 'give-back-again')
  }
}

async function inboxAt(address: string, token: string): Promise<readonly InboxMessage[]> {
  const items: InboxMessage[] = []
  let after: string | undefined
  do {
    const { body } = await ask(address, { path: `/api/notify/v1/inbox?limit=100${after === undefined ? '' : `&after=${after}`}`, token })
    const page = body as unknown as { items: InboxMessage[]; next?: string }
    items.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return items
}

/** Members whose inbox holds a message twice, or not exactly one for each thing they were to be told. */
function toldTwiceOrNever({ events }: ReadLog, inboxes: readonly (readonly InboxMessage[])[]): readonly string[] {
  const asked = [...events.values()].filter(({ type }) => type.endsWith('.NotificationAsked.v1'))
  return people.flatMap(({ id }, index) => {
    const memberId = memberIdOf(id)
    const told = asked.flatMap(({ data }) => {
      const { recipients, dedupeKey } = data as { recipients: readonly string[]; dedupeKey: string }
      return recipients.includes(memberId) ? [dedupeKey] : []
    })
    const inbox = inboxes[index] ?? []
    const different = new Set(inbox.map((message) => message.id)).size
    const wanted = new Set(told).size
    return different === inbox.length && inbox.length === wanted
      ? []
      : [`${id}: ${inbox.length} messages, ${different} different, for ${wanted}`]
  })
}

async function everythingIsPublished(dataDir: string, because: string): Promise<void> {
  const { gaps, contradictions } = await readLog(dataDir)
  expect([gaps, contradictions], because).toEqual([[], []])
  for (const service of ['identity', 'market', 'materials', 'notify']) {
    const store = await openStore({ service, dataDir })
    expect(await store.pending(1), `${because}: outbox of ${service}`).toEqual([])
    await store.close()
  }
}
