import { fileURLToPath } from 'node:url'
import { interleave } from '../measure/interleave.ts'
import { ratioOf, spreadOf } from '../measure/ratio.ts'
import { startChild } from '../processes/child.ts'
import { temporaryFolder } from '../processes/folder.ts'
import type { Count, Line } from '../report/result.ts'
import { atLeast, figure, plain } from '../report/words.ts'
import { type FanOut, type FanOutSegment, type Mode, openFanOut } from './fan-out.ts'
import type { Scenario, Sizes } from './scenario.ts'

const LIVE = fileURLToPath(new URL('../processes/live-process.ts', import.meta.url))
const BARE = fileURLToPath(new URL('../floors/bare-ws-process.ts', import.meta.url))
const STOCK = fileURLToPath(new URL('../floors/socket-io-process.ts', import.meta.url))
/** The gateway's tick in the closed loop, where the default one would be all that is measured. */
const SHORT_TICK_MS = '1'

type Name = 'live' | 'live, tick 1 ms' | 'bare ws' | 'stock socket.io'

/** One room, many screens. */
export const fanOut: Scenario = {
  id: 'S7',
  title: 'fan-out: every change to every screen',
  async run(sizes) {
    const lines: Line[] = []
    const counts: Count[] = []
    const all: Record<string, unknown> = {}
    for (const sockets of sizes.sockets) {
      const open = await openAll(sockets)
      for (const mode of ['closed', 'flood', 'paced'] as const) {
        const segments = await measure(open, mode, sizes)
        lines.push(...linesOf(`${figure(sockets)} sockets, ${mode}`, mode, segments))
        all[`${sockets} ${mode}`] = Object.fromEntries(segments)
      }
      for (const [name, fan] of open) counts.push(...(await faultsOf(`${figure(sockets)} sockets, ${name}`, fan)))
      for (const fan of open.values()) await fan.close()
    }
    return {
      id: fanOut.id,
      title: fanOut.title,
      load:
        'All sockets watch one depot; changes are appended to the stock topic in the gateway’s own process, as in the standalone. closed: the next ' +
        'change when every socket has the last one; flood: so many changes that 60,000 deliveries are on their way; paced: 20,000 deliveries/s. The gateway ' +
        'gathers what happens within its tick of 25 ms into one frame and has every change on the disk first; a floor sends one frame for each change and keeps nothing. What is counted is changes at sockets. In the closed ' +
        'loop the tick is all one would see, so it is compared with LIVE_TICK_MS=1 and the default is printed beside it.',
      lines,
      counts,
      segments: all,
    }
  },
}

async function openAll(sockets: number): Promise<ReadonlyMap<Name, FanOut>> {
  return new Map<Name, FanOut>([
    ['live', await openFanOut(startChild(LIVE, [await temporaryFolder()]), 'live', sockets)],
    ['live, tick 1 ms', await openFanOut(startChild(LIVE, [await temporaryFolder(), SHORT_TICK_MS]), 'live', sockets)],
    ['bare ws', await openFanOut(startChild(BARE), 'bare', sockets)],
    ['stock socket.io', await openFanOut(startChild(STOCK), 'stock', sockets)],
  ])
}

function measure(open: ReadonlyMap<Name, FanOut>, mode: Mode, sizes: Sizes) {
  const contenders = [...open]
    .filter(([name]) => mode === 'closed' || name !== 'live, tick 1 ms')
    .map(([name, fan]) => ({ name, segment: (seconds: number) => fan.run(mode, seconds) }))
  return interleave<FanOutSegment>(contenders, { ...sizes, warmUpSeconds: Math.min(1, sizes.warmUpSeconds) })
}

function linesOf(from: string, mode: Mode, segments: ReadonlyMap<string, readonly FanOutSegment[]>): Line[] {
  const of = (name: Name) => segments.get(name) ?? []
  const rates = (name: Name) => of(name).map(({ deliveries, seconds }) => deliveries / seconds)
  const cpu = (name: Name) => of(name).map(({ serverCpuMs, deliveries }) => (serverCpuMs * 1_000) / deliveries)
  const p99 = (name: Name) => of(name).map(({ lastSocketMs }) => lastSocketMs.p99)
  const names = [...segments.keys()] as Name[]
  const compared: Name = mode === 'closed' ? 'live, tick 1 ms' : 'live'
  // At a fixed rate all deliver the same, so what differs is what it costs.
  const ratios =
    mode === 'paced'
      ? [
          atLeast(`${from}: CPU per delivery, bare ws / ours`, ratioOf(cpu('bare ws'), cpu('live')), 1),
          atLeast(`${from}: CPU per delivery, stock socket.io / ours`, ratioOf(cpu('stock socket.io'), cpu('live')), 1.3),
        ]
      : [
          atLeast(`${from}: / bare ws`, ratioOf(rates(compared), rates('bare ws')), 1),
          atLeast(`${from}: / stock socket.io`, ratioOf(rates(compared), rates('stock socket.io')), 1.3),
        ]
  return [
    ...ratios,
    ...names.flatMap((name) => [
      ...(mode === 'paced' ? [] : [plain(`${from}, ${name}: changes at sockets/s`, spreadOf(rates(name)))]),
      ...(mode === 'flood' ? [] : [plain(`${from}, ${name}: last socket p99`, spreadOf(p99(name)), ' ms')]),
      plain(`${from}, ${name}: server CPU per delivery`, spreadOf(cpu(name)), ' µs'),
    ]),
  ]
}

async function faultsOf(from: string, fan: FanOut): Promise<Count[]> {
  const { unlike, outOfOrder, resyncs, closed } = await fan.faults()
  return [
    { what: `${from}: versions missing, twice or out of order`, expected: 0, found: outOfOrder },
    { what: `${from}: frames unlike those of the first socket, resyncs, sockets closed`, expected: 0, found: unlike + resyncs + closed },
  ]
}
