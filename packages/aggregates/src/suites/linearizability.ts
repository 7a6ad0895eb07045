import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { derivedId } from '@filature/kernel/ids'
import type { StoreSettings } from '@filature/store/open'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, isPassing } from '../answer.ts'
import { type StallCommand, stallDecider } from './stall.ts'
import type { StallReply, StallRequest } from './stall-process.ts'
import { faultIn, type Observed } from './witness.ts'

export interface WitnessHarness {
  /** Fresh and empty; reached by every process that opens it. */
  create(): Promise<StoreSettings>
  destroy(settings: StoreSettings): Promise<void>
}

export interface WitnessRun {
  readonly processes: number
  /** Processes that are killed in the middle, each replaced by a new one. */
  readonly kills: number
  readonly operations: number
}

const CLIENTS = 32
const AGGREGATES = 4
const FULL: readonly WitnessRun[] = [
  { processes: 1, kills: 0, operations: 100_000 },
  { processes: 1, kills: 3, operations: 100_000 },
  { processes: 2, kills: 4, operations: 30_000 },
]

/** A small generator with a printed seed, so that a failing run can be repeated. */
function randomFrom(seed: number): (below: number) => number {
  let x = seed | 1
  return (below) => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    return (x >>> 0) % below
  }
}

/** Processes of one service over one store, some of which are killed; requests move on to whoever lives. */
interface Fleet {
  add(): Promise<void>
  /** One try; 'lost' when the process died with it. */
  ask(request: Omit<StallRequest, 'no'>, pick: number): Promise<Answer | 'lost'>
  /** SIGKILL, then a new process in its place. */
  kill(pick: number): Promise<void>
  end(): Promise<void>
}

function createFleet(settings: StoreSettings): Fleet {
  let processes: ChildProcess[] = []
  const waiting = new Map<number, { resolve: (answer: Answer | 'lost') => void; by: ChildProcess }>()
  let no = 0

  const killed = async (child: ChildProcess) => {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  async function add() {
    const child = fork(new URL('./stall-process.ts', import.meta.url), [JSON.stringify(settings)], { execArgv: [] })
    expect((await once(child, 'message'))[0]).toBe('ready')
    child.on('message', (reply: StallReply) => {
      waiting.get(reply.no)?.resolve(reply.answer)
      waiting.delete(reply.no)
    })
    child.on('exit', () => {
      processes = processes.filter((other) => other !== child)
      for (const [asked, { resolve, by }] of waiting) {
        if (by !== child) continue
        waiting.delete(asked)
        resolve('lost')
      }
    })
    processes.push(child)
  }

  return {
    add,
    ask(request, pick) {
      const by = processes[pick % processes.length]
      if (by === undefined) return Promise.resolve('lost')
      no += 1
      const asked = no
      return new Promise((resolve) => {
        waiting.set(asked, { resolve, by })
        by.send({ ...request, no: asked } satisfies StallRequest, (error) => {
          if (error !== null && waiting.delete(asked)) resolve('lost')
        })
      })
    },
    async kill(pick) {
      const victim = processes[pick % processes.length]
      if (victim === undefined) return
      await killed(victim)
      await add()
    },
    async end() {
      await Promise.all(processes.map(killed))
    },
  }
}

async function observe(fleet: Fleet, { operations, kills }: WitnessRun, seed: number): Promise<Observed<StallCommand>[]> {
  const random = randomFrom(seed)
  const observed: Observed<StallCommand>[] = []
  const ids = Array.from({ length: AGGREGATES }, (_, index) => `stall_${index}`)
  let begun = 0
  let killed = 0
  let killing: Promise<void> | undefined

  async function carryOut(aggregateId: string, actorId: string, idempotencyKey: string, command: StallCommand): Promise<Answer> {
    const startedNs = process.hrtime.bigint()
    for (;;) {
      const answer = await fleet.ask({ aggregateId, actorId, idempotencyKey, command }, random(1_000))
      if (answer === 'lost' || isPassing(answer)) {
        await new Promise((resolve) => setImmediate(resolve))
        continue
      }
      observed.push({ aggregateId, actorId, idempotencyKey, command, answer, startedNs, endedNs: process.hrtime.bigint() })
      return answer
    }
  }

  async function client(no: number) {
    const actorId = `client-${no}`
    const held = new Map<string, string[]>()
    while (begun < operations) {
      begun += 1
      const key = `${actorId}-${begun}`
      if (kills > killed && begun > ((killed + 1) * operations) / (kills + 1)) {
        killed += 1
        killing = (killing ?? Promise.resolve()).then(() => fleet.kill(random(1_000)))
      }
      const id = ids[random(ids.length)] ?? ''
      const mine = held.get(id) ?? []
      held.set(id, mine)
      const giveBack = mine.length > 0 && random(2) === 0 ? mine.shift() : undefined
      const answer = await carryOut(
        id,
        actorId,
        key,
        giveBack === undefined ? { type: 'Take', quantity: 1 + random(3) } : { type: 'GiveBack', takeId: giveBack },
      )
      if (giveBack === undefined && answer.refused !== true) mine.push(derivedId('tak_', actorId, key))
    }
  }

  await Promise.all(ids.map((id) => carryOut(id, 'owner', `fill-${id}`, { type: 'Fill', quantity: CLIENTS })))
  await Promise.all(Array.from({ length: CLIENTS }, (_, no) => client(no)))
  await killing
  return observed
}

/** The linearizability witness: every adapter of the store passes it, with one process, with two, and with kill -9 in the middle. */
export function describeLinearizability(name: string, harness: WitnessHarness, runs: readonly WitnessRun[] = FULL): void {
  describe(`linearizability on ${name}`, () => {
    let settings: StoreSettings
    let fleet: Fleet

    beforeEach(async () => {
      settings = await harness.create()
      fleet = createFleet(settings)
    })
    afterEach(async () => {
      await fleet.end()
      await harness.destroy(settings)
    })

    const seed = Number(process.env['WITNESS_SEED'] ?? Date.now() % 1_000_000)
    const minutes = 60_000
    for (const run of runs) {
      const { processes, kills, operations } = run
      test(`${operations} operations by ${CLIENTS} clients through ${processes} process(es), ${kills} killed in the middle: one order explains every answer (seed ${seed})`, {
        timeout: 5 * minutes,
      }, async () => {
        for (let i = 0; i < processes; i += 1) await fleet.add()
        const observed = await observe(fleet, run, seed)
        expect(observed.length).toBe(operations + AGGREGATES)
        for (const [id, ofOne] of Map.groupBy(observed, ({ aggregateId }) => aggregateId)) {
          expect(faultIn(stallDecider, ofOne), `${id}, seed ${seed}`).toBeUndefined()
        }
      })
    }
  })
}
