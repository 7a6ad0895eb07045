import { fileURLToPath } from 'node:url'
import type { HoldsLoad, HoldsRequest, HoldsSegment } from '../load/holds.ts'
import { cpuDuring } from '../measure/cpu.ts'
import { spreadOf } from '../measure/ratio.ts'
import { type Child, startChild } from '../processes/child.ts'
import type { UnderLoad } from '../processes/under-load.ts'
import type { Line } from '../report/result.ts'
import { plain } from '../report/words.ts'

/** A segment with what it cost. */
export interface MeasuredHolds extends HoldsSegment {
  /** CPU of the server, everything that the segment's holds set in motion included; NaN where it cannot be read. */
  readonly serverCpuMs: number
  /** From the last answer until every event was published and every consumer of the service had read it. */
  readonly settleMs: number
}

const LOAD = fileURLToPath(new URL('../load/holds-process.ts', import.meta.url))

/** The process that asks. */
export interface HoldsLoader {
  run(load: Omit<HoldsLoad, 'name'>): Promise<HoldsSegment>
  end(): Promise<void>
}

let segments = 0

export async function startHoldsLoader(tokens: readonly string[]): Promise<HoldsLoader> {
  const child: Child = startChild(LOAD)
  const ask = <Answer>(request: HoldsRequest) => child.ask<Answer>(request)
  await ask({ tokens })
  return {
    run(load) {
      segments += 1
      return ask<HoldsSegment>({ load: { ...load, name: `seg${process.pid}-${segments}` } })
    },
    end: () => child.kill(),
  }
}

export type Holding = Omit<HoldsLoad, 'name' | 'port'>

/** Loads a service for a while and waits until all that follows from it is done too. */
export async function holdAndSettle(loader: HoldsLoader, server: UnderLoad, holding: Holding): Promise<MeasuredHolds> {
  const { pid, port } = server.process()
  const [segment, serverCpuMs] = await cpuDuring(pid, async () => ({
    ...(await loader.run({ ...holding, port })),
    settleMs: await server.settled(),
  }))
  return { ...segment, serverCpuMs }
}

/** The same for a server that has nothing to settle. */
export async function holdOn(
  loader: HoldsLoader,
  server: { readonly pid: number; readonly port: number },
  holding: Holding,
): Promise<MeasuredHolds> {
  const [segment, serverCpuMs] = await cpuDuring(server.pid, () => loader.run({ ...holding, port: server.port }))
  return { ...segment, settleMs: 0, serverCpuMs }
}

export const holdsPerSecond = ({ holds, seconds }: HoldsSegment): number => holds / seconds
/** A hold and its release are two operations. */
export const cpuPerOperation = ({ serverCpuMs, holds, releases }: MeasuredHolds): number => (serverCpuMs * 1_000) / (holds + releases)
const loadCpuShare = ({ loadCpuMs, seconds }: HoldsSegment): number => loadCpuMs / 1_000 / seconds

/** What there is to say of one contender's segments beside its rate. `from` begins each line. */
export function linesOfHolds(from: string, segments: readonly MeasuredHolds[]): readonly Line[] {
  const line = (what: string, of: (segment: MeasuredHolds) => number, unit: string) =>
    plain(`${from}: ${what}`, spreadOf(segments.map(of)), unit)
  return [
    line('hold p99', ({ holdMs }) => holdMs.p99, ' ms'),
    line('release p99', ({ releaseMs }) => releaseMs.p99, ' ms'),
    line('server CPU per operation, its consumers included', cpuPerOperation, ' µs'),
    line('events still on their way after the last answer', ({ settleMs }) => settleMs, ' ms'),
    line("load's share of one processor", loadCpuShare, ''),
  ]
}
