import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { WatchFaults, WatchRequest } from '../load/watching.ts'
import { residentBytesOf } from '../measure/cpu.ts'
import { spreadOf } from '../measure/ratio.ts'
import { type Child, startChild } from '../processes/child.ts'
import { openStandalone } from '../processes/standalone.ts'
import { atMost, figure, plain } from '../report/words.ts'
import { PATHS } from './fan-out.ts'
import type { Scenario } from './scenario.ts'

const WATCHERS = fileURLToPath(new URL('../load/watchers-process.ts', import.meta.url))
const STARTS = 3
const WAVES = 3
/** Until what a start or a rush of sockets left behind is cleared away. */
const SETTLE_MS = 10_000
const MB = 2 ** 20
const KB = 1_024

/** What the place takes when nobody is there. */
export const footprint: Scenario = {
  id: 'S14',
  title: 'footprint: the whole place when nothing happens',
  async run({ idleSockets }) {
    const place = await openStandalone()
    const firstStartMs = place.process().readyAfterMs
    const readyMs: number[] = []
    for (let start = 0; start < STARTS; start += 1) {
      await place.restart()
      readyMs.push(place.process().readyAfterMs)
    }
    const { pid, port } = place.process()
    await pause(SETTLE_MS)
    const idle = residentBytesOf(pid)
    const waves: Child[] = []
    const perSocket: number[] = []
    let [opened, before] = [0, idle]
    for (let wave = 0; wave < WAVES; wave += 1) {
      const watchers = startChild(WATCHERS)
      waves.push(watchers)
      const open: WatchRequest = { open: { ...PATHS.live, port, sockets: idleSockets, room: 'lots', versions: 'newest' } }
      opened += await watchers.ask<number>(open)
      await pause(SETTLE_MS)
      const after = residentBytesOf(pid)
      perSocket.push((after - before) / KB / idleSockets)
      before = after
    }
    const faults = await Promise.all(waves.map((watchers) => watchers.ask<WatchFaults>({ faults: true } satisfies WatchRequest)))
    const stillOpen = faults.reduce((open, { closed }) => open - closed, opened)
    for (const watchers of waves) await watchers.kill()
    await place.close()
    return {
      id: footprint.id,
      title: footprint.title,
      load:
        `The whole place in one process with its demonstration, started again on data that are there; memory ${SETTLE_MS / 1_000} s after the start, and ` +
        `${SETTLE_MS / 1_000} s after each of ${WAVES} waves of ${idleSockets} sockets that join the board of all lots. From outside no garbage collection is forced; the product itself gives back once what its start needed.`,
      lines: [
        { what: 'resident memory, idle', figure: `${figure(idle / MB)} MB`, goal: '≤ 180 MB', reached: idle / MB <= 180 },
        atMost('for each idle socket, wave by wave', spreadOf(perSocket), 16, ' KB'),
        atMost('from the start of the process to ready', spreadOf(readyMs.map((ms) => ms / 1_000)), 2, ' s'),
        plain('the first start, which loads the demonstration', spreadOf([firstStartMs / 1_000]), ' s'),
      ],
      counts: [{ what: 'sockets still open at the last look', expected: WAVES * idleSockets, found: stillOpen }],
    }
  },
}
