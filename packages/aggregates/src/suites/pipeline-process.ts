import type { EventLog } from '@filature/event-log/port'
import { systemActor } from '@filature/kernel/actor'
import { systemClock } from '@filature/kernel/clock'
import { openStore, type StoreSettings } from '@filature/store/open'
import { createServiceRuntime } from '../runtime.ts'
import { stallDecider } from './stall.ts'
import { DLQ, TOPIC, tallyProjection } from './tally.ts'

/** What a process of the pipeline is told on its command line, as JSON. */
export interface PipelineTask {
  /** Writes the events of all stalls and relays them, or applies them to a read model. */
  readonly role: 'writer' | 'reader'
  readonly store: StoreSettings
  readonly opener: PipelineOpener
  readonly stalls: number
  readonly eventsPerStall: number
}

/** How a process opens the log: the module's exported function is called with the argument, which passes as JSON. */
export interface PipelineOpener {
  readonly module: string
  readonly exported: string
  readonly argument: unknown
}

/** Child → parent: so many events written or applied by this process so far; and then that nothing is left to do. */
export type PipelineReport = { readonly done: number } | 'settled'

const PROGRESS = 100
const report = (what: PipelineReport) => void process.send?.(what)
let done = 0
function count(): void {
  done += 1
  if (done % PROGRESS === 0) report({ done })
}

async function main(): Promise<void> {
  // Only the suite forks this, with a task.
  const { role, store: settings, opener, stalls: howMany, eventsPerStall } = JSON.parse(process.argv[2] ?? '{}') as PipelineTask
  // As the harness promises.
  const opens = (await import(opener.module)) as Readonly<Record<string, (argument: unknown) => Promise<EventLog>>>
  const log = await opens[opener.exported]?.(opener.argument)
  if (log === undefined) throw new Error(`${opener.module} exports no function ${opener.exported}`)
  const store = await openStore(settings)
  const runtime = createServiceRuntime({ service: 'suite', store, log, clock: systemClock, topic: TOPIC, deadLetterTopic: DLQ })
  const stalls = runtime.aggregate(stallDecider)
  if (role === 'reader') runtime.projection('tallies', tallyProjection(count))
  await runtime.start()

  /** Goes on after what a process before this one has written. */
  async function fill(id: string): Promise<void> {
    let version = (await stalls.read(id))?.version ?? 0
    while (version < eventsPerStall) {
      version = (await stalls.execute(id, { type: 'Fill', quantity: 1 }, { actor: systemActor('pipeline') })).version
      count()
    }
  }

  async function settle(): Promise<void> {
    await runtime.settled()
    report('settled')
  }

  process.on('disconnect', () => process.exit())
  process.on('message', () => void settle())
  report({ done })
  if (role === 'writer') {
    await Promise.all(Array.from({ length: howMany }, (_, no) => fill(`stall_${no}`)))
    await settle()
  }
}

await main()
