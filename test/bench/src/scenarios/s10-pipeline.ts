import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seeded } from '../load/choose.ts'
import { cpuDuring } from '../measure/cpu.ts'
import { interleave } from '../measure/interleave.ts'
import { ratioOf, spreadOf } from '../measure/ratio.ts'
import { type Child, startChild } from '../processes/child.ts'
import { temporaryFolder } from '../processes/folder.ts'
import { findKafka } from '../processes/kafka.ts'
import { PIPELINE_SUBJECTS, type PipelinePlace, type PipelineRequest, type PipelineVerdict } from '../processes/pipeline.ts'
import type { Count, Line } from '../report/result.ts'
import { atLeast, figure, plain } from '../report/words.ts'
import type { Scenario, Sizes } from './scenario.ts'

const PIPELINE = fileURLToPath(new URL('../processes/pipeline-process.ts', import.meta.url))
const SEED = 10

interface PipelineSegment {
  readonly events: number
  readonly ms: number
  readonly cpuMs: number
}

interface Engine {
  readonly name: string
  readonly kafkaBrokers?: string
}

interface Measured {
  readonly lines: readonly Line[]
  readonly counts: readonly Count[]
  readonly segments: unknown
}

/** From the outbox to a row that shows it. */
export const pipeline: Scenario = {
  id: 'S10',
  title: 'pipeline: outbox, relay, log, idempotent consumer, projection',
  async run(sizes) {
    const folder = await temporaryFolder()
    const kafka = await findKafka()
    const engines: Engine[] = [{ name: 'embedded log' }]
    if (typeof kafka !== 'string') engines.push({ name: 'Kafka', kafkaBrokers: kafka.brokers })
    const measured: Record<string, Measured> = {}
    for (const engine of engines) measured[engine.name] = await measure(engine, folder, sizes)
    if (typeof kafka !== 'string') await kafka.stop()
    const parts = Object.values(measured)
    return {
      id: pipeline.id,
      title: pipeline.title,
      load:
        `${figure(sizes.pipelineEvents)} events of ${PIPELINE_SUBJECTS} aggregates lie in the outbox; the clock runs from the relay's first append to the ` +
        'last row in the projection. The floor appends the same records in batches of 500 and reads them, with nothing in between. For the counts the whole ' +
        `is run once more and its process gets SIGKILL in the middle. ${typeof kafka === 'string' ? `Kafka: not measured, ${kafka}` : `Kafka: ${kafka.name}.`}`,
      lines: parts.flatMap(({ lines }) => lines),
      counts: parts.flatMap(({ counts }) => counts),
      segments: Object.fromEntries(Object.entries(measured).map(([name, { segments }]) => [name, segments])),
    }
  },
}

let places = 0

function placeIn(folder: string, { kafkaBrokers }: Engine): PipelinePlace {
  places += 1
  const service = `bench${process.pid}x${places}`
  return { dataDir: join(folder, service), service, ...(kafkaBrokers !== undefined && { kafkaBrokers }) }
}

const ask = <Answer>(child: Child, request: PipelineRequest) => child.ask<Answer>(request)

async function measure(engine: Engine, folder: string, sizes: Sizes): Promise<Measured> {
  const child = startChild(PIPELINE)
  // Whole events per aggregate, so that every row must come to the same.
  const events = Math.max(1, Math.floor(sizes.pipelineEvents / sizes.pairs / PIPELINE_SUBJECTS)) * PIPELINE_SUBJECTS
  async function timed(work: () => Promise<number>): Promise<PipelineSegment> {
    const [ms, cpuMs] = await cpuDuring(child.pid, work)
    return { events, ms, cpuMs }
  }
  const segments = await interleave<PipelineSegment>(
    [
      {
        name: 'pipeline',
        async segment() {
          const place = placeIn(folder, engine)
          await ask(child, { fill: place, events })
          return timed(() => ask(child, { go: place, events }))
        },
      },
      { name: 'bare', segment: () => timed(() => ask(child, { bare: placeIn(folder, engine), events })) },
    ],
    sizes,
  )
  await child.kill()
  const of = (name: string) => segments.get(name) ?? []
  const rates = (name: string) => of(name).map(({ ms }) => (events * 1_000) / ms)
  const killed = await killInTheMiddle(engine, folder, sizes.pipelineEvents)
  return {
    lines: [
      atLeast(`${engine.name}: / bare append and read on the same log`, ratioOf(rates('pipeline'), rates('bare')), 0.6),
      plain(`${engine.name}: events/s to the projection`, spreadOf(rates('pipeline'))),
      plain(`${engine.name}: events/s bare`, spreadOf(rates('bare'))),
      plain(`${engine.name}: CPU per event`, spreadOf(of('pipeline').map(({ cpuMs }) => (cpuMs * 1_000) / events)), ' µs'),
      plain(`${engine.name}: CPU per event, bare`, spreadOf(of('bare').map(({ cpuMs }) => (cpuMs * 1_000) / events)), ' µs'),
      { what: `${engine.name}: events in the projection when its process was killed`, figure: figure(killed.applied) },
    ],
    counts: killed.counts,
    segments: Object.fromEntries(segments),
  }
}

async function killInTheMiddle(engine: Engine, folder: string, wanted: number) {
  const events = Math.max(1, Math.floor(wanted / PIPELINE_SUBJECTS)) * PIPELINE_SUBJECTS
  const place = placeIn(folder, engine)
  const first = startChild(PIPELINE)
  await ask(first, { fill: place, events })
  const killedAfter = Math.floor(events * (0.2 + 0.6 * seeded(SEED)()))
  const broken = ask(first, { go: place, events }).catch(() => undefined)
  await ask(first, { applied: killedAfter })
  await first.kill()
  await broken
  const second = startChild(PIPELINE)
  const before = await ask<PipelineVerdict>(second, { verify: place, events })
  await ask(second, { go: place, events: events - before.applied })
  const { rows, applied, wrongRows } = await ask<PipelineVerdict>(second, { verify: place, events })
  await second.kill()
  const counts: Count[] = [
    { what: `${engine.name}: rows`, expected: PIPELINE_SUBJECTS, found: rows },
    { what: `${engine.name}: applications of events, all rows together`, expected: events, found: applied },
    { what: `${engine.name}: rows with an event lost, twice or out of order`, expected: 0, found: wrongRows },
  ]
  return { applied: before.applied, counts }
}
