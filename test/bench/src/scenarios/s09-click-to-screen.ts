import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { machineMs, type SeenFrame, type WatchFaults, type WatchRequest } from '../load/watching.ts'
import { cpuDuring } from '../measure/cpu.ts'
import { latencyOf } from '../measure/latency.ts'
import { spreadOf } from '../measure/ratio.ts'
import { startChild } from '../processes/child.ts'
import { findKafka } from '../processes/kafka.ts'
import { largestLot, openStandalone, signInAll } from '../processes/standalone.ts'
import type { Count, Line } from '../report/result.ts'
import { figure, plain } from '../report/words.ts'
import { type Click, clickAway } from './clicks.ts'
import { PATHS } from './fan-out.ts'
import type { Scenario } from './scenario.ts'

const WATCHERS = fileURLToPath(new URL('../load/watchers-process.ts', import.meta.url))
const SOCKETS = 500
const PER_SECOND = 40
const PARTS = 5
/** A broker that has just been started answers its first few hundred records ten times as slowly as all later ones. */
const WARM_UP_S = 10
const PATIENCE_MS = 30_000
const EMBEDDED_MS = 40
const KAFKA_MS = 60

/** Somebody clicks, everybody sees. */
export const clickToScreen: Scenario = {
  id: 'S9',
  title: 'click-to-screen: from the click of one to the screens of all',
  async run({ clickSeconds }) {
    const kafka = await findKafka()
    const embedded = await measure('embedded', {}, EMBEDDED_MS, clickSeconds)
    const through =
      typeof kafka === 'string'
        ? { lines: [], counts: [] }
        : await measure('Kafka', { KAFKA_BROKERS: kafka.brokers }, KAFKA_MS, clickSeconds)
    if (typeof kafka !== 'string') await kafka.stop()
    return {
      id: clickToScreen.id,
      title: clickToScreen.title,
      load:
        `The whole place in one process with its demonstration; ${PER_SECOND} holds/s of one lot by HTTP for ${clickSeconds} s, each given back half a second later, ` +
        `and ${SOCKETS} sockets that watch the lot, after ${WARM_UP_S} s of the same that do not count. Measured from sending the request until the last socket has a frame with that version or a newer one. ` +
        (typeof kafka === 'string' ? `Kafka: not measured, ${kafka}` : `Kafka: ${kafka.name}.`),
      lines: [...embedded.lines, ...through.lines],
      counts: [...embedded.counts, ...through.counts],
    }
  },
}

async function measure(name: string, environment: Readonly<Record<string, string>>, goalMs: number, seconds: number) {
  const place = await openStandalone(environment)
  const { port, pid } = place.process()
  const [tokens, lotId] = [await signInAll(port), await largestLot(port)]
  const watchers = startChild(WATCHERS)
  const watch = <Answer>(request: WatchRequest) => watchers.ask<Answer>(request)
  await watch({ open: { ...PATHS.live, port, sockets: SOCKETS, room: `lot:${lotId}`, versions: 'newest' } })
  const common = { port, lotId, tokens, perSecond: PER_SECOND }
  await clickAway({ ...common, seconds: WARM_UP_S, name: `warm-${process.pid}-${name}` })
  const [clicks, cpuMs] = await cpuDuring(pid, () => clickAway({ ...common, seconds, name: `click-${process.pid}-${name}` }))
  const waits = await waitsOf(clicks, watch)
  const faults = await watch<WatchFaults>({ faults: true })
  await watchers.kill()
  await place.close()
  const partSize = Math.ceil(waits.length / PARTS)
  const parts = Array.from({ length: PARTS }, (_, part) => latencyOf(waits.slice(part * partSize, (part + 1) * partSize)))
  const all = latencyOf(waits)
  const lines: Line[] = [
    { what: `${name}: p99 until the last screen`, figure: `${figure(all.p99)} ms`, goal: `≤ ${goalMs} ms`, reached: all.p99 <= goalMs },
    plain(`${name}: the same, fifth by fifth`, spreadOf(parts.map(({ p99 }) => p99)), ' ms'),
    { what: `${name}: half of them within`, figure: `${figure(all.p50)} ms` },
    {
      what: `${name}: p99 of the HTTP answer`,
      figure: `${figure(latencyOf(clicks.map(({ sentAt, answeredAt }) => answeredAt - sentAt)).p99)} ms`,
    },
    // What waits here is in no other figure.
    {
      what: `${name}: p99 of how much later than due a click was sent`,
      figure: `${figure(latencyOf(clicks.map(({ lateMs }) => lateMs)).p99)} ms`,
    },
    { what: `${name}: server CPU per hold with release and ${SOCKETS} screens`, figure: `${figure((cpuMs * 1_000) / clicks.length)} µs` },
  ]
  const refused = clicks.flatMap(({ refusedAs }) => refusedAs ?? [])
  const counts: Count[] = [
    { what: `${name}: holds answered with success and given back`, expected: PER_SECOND * seconds, found: clicks.length - refused.length },
    { what: `${name}: holds seen on all ${SOCKETS} screens`, expected: PER_SECOND * seconds, found: waits.length },
    {
      what: `${name}: versions twice or backwards, frames unlike others, resyncs, sockets closed`,
      expected: 0,
      found: faults.outOfOrder + faults.unlike + faults.resyncs + faults.closed,
    },
  ]
  if (refused[0] !== undefined) counts.push({ what: `${name}: the first answer that was no success`, expected: 'none', found: refused[0] })
  return { lines, counts }
}

/** For each hold that all saw, how long the last of them waited. */
async function waitsOf(clicks: readonly Click[], watch: (request: WatchRequest) => Promise<readonly SeenFrame[]>): Promise<number[]> {
  const newest = Math.max(...clicks.map(({ version = 0 }) => version))
  const frames: { readonly version: number; readonly allAt: number }[] = []
  const givenUpAt = machineMs() + PATIENCE_MS
  while ((frames.at(-1)?.version ?? 0) < newest && machineMs() < givenUpAt) {
    for (const { states, allAt } of await watch({ frames: true })) for (const [, version] of states) frames.push({ version, allAt })
    await pause(20)
  }
  return clicks.flatMap(({ sentAt, version }) => {
    const seen = version === undefined ? undefined : frames.find((frame) => frame.version >= version)
    return seen === undefined ? [] : [seen.allAt - sentAt]
  })
}
