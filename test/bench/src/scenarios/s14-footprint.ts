import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { WatchRequest } from '../load/watching.ts'
import { residentBytesOf } from '../measure/cpu.ts'
import { spreadOf } from '../measure/ratio.ts'
import { startChild } from '../processes/child.ts'
import { openStandalone } from '../processes/standalone.ts'
import { atMost, figure, plain } from '../report/words.ts'
import { PATHS } from './fan-out.ts'
import type { Scenario } from './scenario.ts'

const WATCHERS = fileURLToPath(new URL('../load/watchers-process.ts', import.meta.url))
const STARTS = 3
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
    const idle = residentBytesOf(pid) ?? Number.NaN
    const watchers = startChild(WATCHERS)
    const open: WatchRequest = { open: { ...PATHS.live, port, sockets: idleSockets, room: 'lots', versions: 'newest' } }
    const opened = await watchers.ask<number>(open)
    await pause(SETTLE_MS)
    const withSockets = residentBytesOf(pid) ?? Number.NaN
    await watchers.kill()
    await place.close()
    return {
      id: footprint.id,
      title: footprint.title,
      load:
        `The whole place in one process with its demonstration, started again on data that are there; memory ${SETTLE_MS / 1_000} s after the start, and ` +
        `${SETTLE_MS / 1_000} s after ${idleSockets} sockets joined the board of all lots. No garbage collection is forced.`,
      lines: [
        { what: 'resident memory, idle', figure: `${figure(idle / MB)} MB`, goal: '≤ 180 MB', reached: idle / MB <= 180 },
        {
          what: 'for each idle socket',
          figure: `${figure((withSockets - idle) / KB / idleSockets)} KB`,
          goal: '≤ 16 KB',
          reached: (withSockets - idle) / KB / idleSockets <= 16,
        },
        atMost('from the start of the process to ready', spreadOf(readyMs.map((ms) => ms / 1_000)), 2, ' s'),
        plain('the first start, which loads the demonstration', spreadOf([firstStartMs / 1_000]), ' s'),
      ],
      counts: [{ what: 'sockets opened', expected: idleSockets, found: opened }],
    }
  },
}
