import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import type { EventLog } from '../port.ts'
import { idsOf, keyPerPartition, recordsOf } from '../suites/events.ts'
import { type OtherProcess, startProcess } from '../suites/other-process.ts'
import { type Reading, reading } from '../suites/reading.ts'
import { newPrefix, openApart } from './harness.ts'
import { describeOnKafka } from './server-under-test.ts'

const PATIENCE_MS = 25_000
const PARTITIONS = 6
/** Between two rounds of appends, which go on whatever happens, in milliseconds. */
const ROUND_MS = 20
const ROUNDS_AFTERWARDS = 10
/** The middle one of so many counts: what the group's protocol takes is there each time, a hiccup of the machine is not. */
const TIMES = 3
const middleOf = (times: readonly number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]
/** How long somebody who watches a screen may wait for a change while members come and go in order, in milliseconds. */
const BEARABLE_MS = 1_500
/** The same beyond a session; once only, so a busy machine has more room. */
const DEATH_BEARABLE_MS = 5_000

describeOnKafka('while two processes of a service share a group', ({ brokers, sessionMs }) => {
  const topic = 'stock'
  let log: EventLog
  let other: OtherProcess
  afterEach(async () => {
    await other.kill()
    await log.close()
  })

  it('deliveries pause for a moment when one comes or goes, and for its session when it dies', async () => {
    const argument = { brokers: brokers(), sessionMs, prefix: newPrefix() }
    const opener = { module: new URL('./harness.ts', import.meta.url).href, exported: openApart.name, argument }
    const startOther = () => startProcess({ open: () => openApart(argument), opener, dispose: async () => {} }, PATIENCE_MS)
    log = await openApart(argument)
    other = await startOther()
    await log.define([{ name: topic, partitions: PARTITIONS, compacted: false }])
    const options = { topics: [topic], group: 'screens', from: 'beginning' as const }

    const sentAt = new Map<string, number>()
    const delays = new Map<string, number>()
    const note = (read: Reading) => {
      for (const { event } of read.batches.at(-1) ?? []) {
        if (event === null || delays.has(event.id)) continue
        delays.set(event.id, performance.now() - (sentAt.get(event.id) ?? 0))
      }
    }
    /** Looks at each batch as it comes, before anybody who waits for it. */
    const follow = (read: Reading) => {
      const isOver = () => {
        note(read)
        return false
      }
      read.until(isOver, 'the end').catch(() => {})
    }

    const ours = reading(PATIENCE_MS)
    const names = keyPerPartition(PARTITIONS)
    let sequence = 0
    /** The longest that a record took from its append to a handler, among those appended during the change and shortly after. */
    async function longestDelayDuring(change: () => Promise<unknown>): Promise<number> {
      const ids: string[] = []
      let changing = true
      const changed = change().finally(() => {
        changing = false
      })
      for (let left = ROUNDS_AFTERWARDS; changing || left > 0; left -= changing ? 0 : 1) {
        sequence += 1
        const records = recordsOf(topic, names, 1, sequence)
        for (const id of idsOf(records)) sentAt.set(id, performance.now())
        ids.push(...idsOf(records))
        await log.append(records)
        await pause(ROUND_MS)
      }
      await changed
      const isAllRead = () => ids.every((id) => delays.has(id))
      await Promise.any([ours, other.read].map((read) => read.until(isAllRead, 'what was appended meanwhile')))
      return Math.max(...ids.map((id) => delays.get(id) ?? Number.POSITIVE_INFINITY))
    }

    follow(ours)
    await log.subscribe(options, ours.handler).ready
    follow(other.read)
    const comes: number[] = []
    const goes: number[] = []
    for (let time = 0; time < TIMES; time++) {
      comes.push(await longestDelayDuring(() => other.subscribe(options)))
      expect(other.read.records.length).toBeGreaterThan(0)
      goes.push(await longestDelayDuring(() => other.stop()))
      other = await startOther()
      follow(other.read)
    }
    await longestDelayDuring(() => other.subscribe(options))
    const dies = await longestDelayDuring(() => other.kill())
    if (process.env['SHOW_PAUSES'] !== undefined) console.log({ comes, goes, dies, sessionMs })
    expect(middleOf(comes)).toBeLessThan(BEARABLE_MS)
    expect(middleOf(goes)).toBeLessThan(BEARABLE_MS)
    expect(dies).toBeLessThan(sessionMs + DEATH_BEARABLE_MS)
  })
})
