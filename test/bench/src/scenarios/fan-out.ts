import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { LIVE_SOCKET_PATH } from '@filature/contracts/live/http'
import { CHANGES_ROOM, changeOf } from '../load/changes.ts'
import { type Dialect, machineMs, type SeenFrame, type WatchFaults, type WatchRequest } from '../load/watching.ts'
import { cpuMsOf } from '../measure/cpu.ts'
import { type Latency, latencyOf } from '../measure/latency.ts'
import { type Child, startChild } from '../processes/child.ts'

/** `closed`: the next change when everybody saw the last one. `flood`: as fast as they are taken. `paced`: at a fixed rate. */
export type Mode = 'closed' | 'flood' | 'paced'

export interface FanOutSegment {
  readonly changes: number
  readonly deliveries: number
  readonly seconds: number
  readonly serverCpuMs: number
  /** CPU of the sockets' process. */
  readonly loadCpuMs: number
  /** From handing a change to the server until the last socket had it; of closed and paced. */
  readonly lastSocketMs: Latency
}

/** A server with its sockets. */
export interface FanOut {
  run(mode: Mode, seconds: number): Promise<FanOutSegment>
  faults(): Promise<WatchFaults>
  close(): Promise<void>
}

const WATCHERS = fileURLToPath(new URL('../load/watchers-process.ts', import.meta.url))
/** Deliveries on their way in a flood, so that all servers have the same queue, which none can make too long. */
const IN_FLIGHT = 60_000
const PACED_DELIVERIES = 20_000
const PATIENCE_MS = 60_000

export const PATHS: Readonly<Record<'live' | 'stock' | 'bare', { readonly dialect: Dialect; readonly path: string }>> = {
  live: { dialect: 'socket.io', path: `${LIVE_SOCKET_PATH}/?EIO=4&transport=websocket` },
  stock: { dialect: 'socket.io', path: '/socket.io/?EIO=4&transport=websocket' },
  bare: { dialect: 'plain', path: '/' },
}

export async function openFanOut(server: Child, kind: keyof typeof PATHS, sockets: number): Promise<FanOut> {
  const watchers = startChild(WATCHERS)
  const watch = <Answer>(request: WatchRequest) => watchers.ask<Answer>(request)
  const port = await server.ask<number>({ port: true })
  await watch({ open: { ...PATHS[kind], port, sockets, room: CHANGES_ROOM, versions: 'every' } })
  let sent = 0

  async function publish(count: number) {
    const from = sent + 1
    sent += count
    await server.ask({ from, to: sent })
  }

  const seen = (count: number) => withPatience(watch({ until: count }), `${kind}: ${count} changes at ${sockets} sockets`)

  const modes: Record<Mode, (endsAt: number) => Promise<number[]>> = {
    async closed(endsAt) {
      const sentAt: number[] = []
      while (machineMs() < endsAt) {
        sentAt.push(machineMs())
        await publish(1)
        await seen(sent)
      }
      return sentAt
    },
    async flood(endsAt) {
      const window = Math.max(4, Math.floor(IN_FLIGHT / sockets))
      const batch = Math.ceil(window / 4)
      while (machineMs() < endsAt) {
        await publish(batch)
        await seen(sent - window + batch)
      }
      return []
    },
    async paced(endsAt) {
      const everyMs = (sockets * 1_000) / PACED_DELIVERIES
      const sentAt: number[] = []
      const published: Promise<void>[] = []
      for (let due = machineMs(); due < endsAt; due += everyMs) {
        await pause(Math.max(0, due - machineMs()))
        sentAt.push(machineMs())
        published.push(publish(1))
      }
      await Promise.all(published)
      return sentAt
    },
  }

  return {
    async run(mode, seconds) {
      await watch({ frames: true })
      const first = sent + 1
      const serverCpu = cpuMsOf(server.pid)
      const loadCpu = cpuMsOf(watchers.pid)
      const started = machineMs()
      const sentAt = await modes[mode](started + seconds * 1_000)
      await seen(sent)
      const took = (machineMs() - started) / 1_000
      const frames = await watch<readonly SeenFrame[]>({ frames: true })
      const changes = sent - first + 1
      return {
        changes,
        deliveries: changes * sockets,
        seconds: took,
        serverCpuMs: cpuMsOf(server.pid) - serverCpu,
        loadCpuMs: cpuMsOf(watchers.pid) - loadCpu,
        lastSocketMs: latencyOf(waits(sentAt, first, frames)),
      }
    },
    faults: () => watch<WatchFaults>({ faults: true }),
    async close() {
      await watchers.kill()
      await server.kill()
    },
  }
}

/** How long the last socket waited for each change. */
function waits(sentAt: readonly number[], first: number, frames: readonly SeenFrame[]): number[] {
  if (sentAt.length === 0) return []
  const seenAt = new Map(frames.flatMap(({ states, allAt }) => states.map(([id, v]) => [`${id} ${v}`, allAt] as const)))
  return sentAt.map((at, index) => {
    const { id, v } = changeOf(first + index)
    return (seenAt.get(`${id} ${v}`) ?? Number.POSITIVE_INFINITY) - at
  })
}

async function withPatience<T>(wanted: Promise<T>, what: string): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`${what}: not seen everywhere within ${PATIENCE_MS} ms`)), PATIENCE_MS)
  try {
    return await Promise.race([wanted, promise])
  } finally {
    clearTimeout(timer)
  }
}
