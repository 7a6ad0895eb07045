import { latencyOf } from '../measure/latency.ts'
import { serveParent } from '../processes/child.ts'
import { chooser, seeded } from './choose.ts'
import { type Answer, type Connection, openConnection, postRequest } from './connection.ts'
import { type HoldsLoad, type HoldsRequest, type HoldsSegment, lotIdOf } from './holds.ts'

/** Members that hold one unit each and give it back, over and over, each over a connection of its own. */

const BASE = '/api/materials/v1'
const HOLD = JSON.stringify({ qty: 1 })
const HOLD_ID = /"holdId":"([^"]+)"/
const CODE = /"code":"([^"]+)"/

let tokens: readonly string[] = []

async function run(load: HoldsLoad): Promise<HoldsSegment> {
  const connections = await Promise.all(Array.from({ length: load.clients }, () => openConnection(load.port)))
  const holdMs: number[] = []
  const releaseMs: number[] = []
  const others: Record<string, number> = {}
  const cpu = process.cpuUsage()
  const started = performance.now()
  const endsAt = started + load.seconds * 1_000
  await Promise.all(connections.map((connection, client) => hold(connection, client)))
  const seconds = (performance.now() - started) / 1_000
  const { user, system } = process.cpuUsage(cpu)
  for (const connection of connections) connection.close()
  return {
    holds: holdMs.length,
    releases: releaseMs.length,
    others,
    seconds,
    holdMs: latencyOf(holdMs),
    releaseMs: latencyOf(releaseMs),
    loadCpuMs: (user + system) / 1_000,
  }

  async function hold(connection: Connection, client: number) {
    const choose = chooser(load.choice, load.lots, seeded(client + 1))
    for (let turn = 0; performance.now() < endsAt && turn < (load.most ?? Number.POSITIVE_INFINITY); turn += 1) {
      // Members take turns, so that nobody holds twice at the same time and every token is met again and again.
      const token = tokens[(turn * load.clients + client) % tokens.length] ?? ''
      const key = `${load.name}-${client}-${turn}`
      const held = await timed(holdMs, 201, () =>
        connection.ask(postRequest(`${BASE}/lots/${lotIdOf(choose())}/hold`, token, `${key}-h`, HOLD)),
      )
      const holdId = held === undefined ? undefined : HOLD_ID.exec(held.body)?.[1]
      if (holdId === undefined) continue
      await timed(releaseMs, 200, () => connection.ask(postRequest(`${BASE}/holds/${holdId}/release`, token, `${key}-r`, '{}')))
    }
  }

  /** The answer if it has the status that means success; its time is counted then and only then. */
  async function timed(times: number[], success: number, ask: () => Promise<Answer>): Promise<Answer | undefined> {
    const asked = performance.now()
    const answer = await ask()
    if (answer.status === success) {
      times.push(performance.now() - asked)
      return answer
    }
    const what = `${answer.status} ${CODE.exec(answer.body)?.[1] ?? ''}`
    others[what] = (others[what] ?? 0) + 1
    return undefined
  }
}

serveParent<HoldsRequest>(async (request) => {
  if ('load' in request) return run(request.load)
  tokens = request.tokens
  return tokens.length
})
