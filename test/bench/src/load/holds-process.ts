import { latencyOf } from '../measure/latency.ts'
import { serveParent } from '../processes/child.ts'
import { type Answer, type Connection, openConnection } from './connection.ts'
import type { HoldsLoad, HoldsRequest, HoldsSegment } from './holds.ts'
import { talkAbout } from './talk.ts'

/** Members that hold one unit each and give it back, over and over, each over a connection of its own. */

const OK = 200
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
    const talk = talkAbout(load.target, client)
    for (let turn = 0; performance.now() < endsAt; turn += 1) {
      // Members take turns, so that nobody holds twice at the same time and every token is met again and again.
      const token = tokens[(turn * load.clients + client) % tokens.length] ?? ''
      const key = `${load.name}-${client}-${turn}`
      const held = await timed(holdMs, talk.heldStatus, () => connection.ask(talk.hold(token, `${key}-h`)))
      const giveBack = held === undefined ? undefined : talk.giveBack(held, token, `${key}-r`)
      if (giveBack !== undefined) await timed(releaseMs, OK, () => connection.ask(giveBack))
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
