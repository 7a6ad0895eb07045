import { expect, it } from 'vitest'
import type { BatchHandler, EventLog, LogRecord, Subscription } from '../port.ts'
import { idsOf, keys, recordOf } from './events.ts'
import { allRead, type Reading } from './reading.ts'
import type { Stage } from './stage.ts'

/** A small seeded generator (mulberry32): the same seed asks for the same steps. */
function randomOf(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return { below, chance: (share: number) => next() < share, one: <T>(of: readonly T[]): T | undefined => of[below(of.length)] }
}

interface Joined {
  readonly read: Reading
  readonly subscription: Subscription
}

/** The seed stands in the title, so a failure names what to run again with `-t "seed 7"`. */
export function interleavingTests(stage: Stage): void {
  const seeds = Array.from({ length: stage.harness.seeds }, (_, at) => at + 1)
  it.each(seeds)('keeps its promises through random appends, rejections, joins, stops and reopenings (seed %i)', async (seed) => {
    const random = randomOf(seed)
    const topic = await stage.topic(1 + random.below(5))
    const group = stage.name()
    const names = keys(1 + random.below(12))
    const sequences = new Map<string, number>()
    const watch = watchGroup(random)
    const members: Joined[] = []
    const everyRead: Reading[] = []
    const appends: Promise<void>[] = []
    const records: LogRecord[] = []
    let log = await stage.open()

    const append = (to: EventLog) => {
      const batch = Array.from({ length: 1 + random.below(20) }, () => {
        const name = random.one(names) ?? ''
        sequences.set(name, (sequences.get(name) ?? 0) + 1)
        return recordOf(topic, name, sequences.get(name) ?? 0)
      })
      records.push(...batch)
      appends.push(to.append(batch))
    }
    const join = (to: EventLog) => {
      const read = stage.reading(watch.handler)
      const subscription = to.subscribe({ topics: [topic], group, from: 'beginning', batch: 1 + random.below(10) }, read.handler)
      everyRead.push(read)
      members.push({ read, subscription })
    }
    const steps: readonly (() => Promise<unknown>)[] = [
      async () => append(log),
      async () => append(log),
      async () => append(log),
      async () => join(log),
      async () => members.splice(random.below(members.length), 1)[0]?.subscription.stop(),
      async () => Promise.all(appends),
      async () => members.at(-1)?.subscription.ready,
      async () => {
        // Every member of the handle stops with it.
        if (!random.chance(0.3)) return
        members.length = 0
        await log.close()
        log = await stage.open()
      },
    ]
    for (let step = 0; step < 60; step++) await random.one(steps)?.()

    watch.acceptAll()
    await Promise.all(appends)
    join(log)
    await allRead(stage.harness.patienceMs, everyRead, idsOf(records))
    // Read is not taken: a batch that was rejected comes again, and only then nothing is left behind.
    await watch.tookAll(sequences)
    expect(watch.broken).toEqual([])
    await Promise.all(members.map(({ subscription }) => subscription.stop()))
    for (const { behind } of await log.lag(group)) expect(behind).toBe(0)
  })
}

/** A handler for all members of a group, which rejects at random and notes what no delivery may do. */
function watchGroup(random: ReturnType<typeof randomOf>): {
  readonly handler: BatchHandler
  readonly broken: readonly string[]
  acceptAll(): void
  /** Resolves once handlers have taken each key up to its sequence. */
  tookAll(sequences: ReadonlyMap<string, number>): Promise<void>
} {
  const broken: string[] = []
  const atWork = new Set<number>()
  /** Last sequence of each key that a handler took, and of each partition the batch to come again. */
  const taken = new Map<string, number>()
  let mayReject = true
  let lookAgain = () => {}

  return {
    broken,
    acceptAll() {
      mayReject = false
    },
    tookAll: (sequences) =>
      new Promise((resolve) => {
        lookAgain = () => {
          if ([...sequences].every(([key, sequence]) => taken.get(key) === sequence)) resolve()
        }
        lookAgain()
      }),
    async handler(batch) {
      const partition = batch[0]?.partition ?? -1
      if (atWork.has(partition)) broken.push(`two handlers at work on partition ${partition}`)
      atWork.add(partition)
      try {
        const seen = new Map(taken)
        for (const { key, event } of batch) {
          const sequence = event?.sequence ?? 0
          // A repeat is allowed; a record before those that went before it is not.
          if (sequence > (seen.get(key) ?? 0) + 1) broken.push(`${key}/${sequence} came after ${seen.get(key) ?? 0}`)
          seen.set(key, Math.max(seen.get(key) ?? 0, sequence))
        }
        for (let turns = random.below(4); turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve))
        if (mayReject && random.chance(0.3)) throw new Error('rejected at random')
        for (const { key, event } of batch) taken.set(key, Math.max(taken.get(key) ?? 0, event?.sequence ?? 0))
        lookAgain()
      } finally {
        atWork.delete(partition)
      }
    },
  }
}
