/** A process of its own on a store: started by the race suite, told what to do by its first argument. */
import { once } from 'node:events'
import type { Store } from '../port.ts'
import { type ChildMessage, type ChildTask, KEPT, type RelayJob, type Sequences, type StormJob, type StreamJob } from './child-jobs.ts'
import { LOT_ROWS, LOTS } from './harness.ts'
import { randomFrom } from './random.ts'
import { adding, checkOf, marksOf, sequences, writeOf } from './samples.ts'

/** Resolves when the message is in the pipe, where the parent finds it even if this process is killed next. */
function tell(message: ChildMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    if (process.send === undefined) reject(new Error('nobody listens: this file is started by the race suite'))
    else process.send(message, (error: Error | null) => (error ? reject(error) : resolve()))
  })
}

/** Tells where this process stands and waits for the word to go on. */
async function told(kind: 'ready' | 'opened'): Promise<void> {
  const word = once(process, 'message')
  await tell({ kind })
  await word
}

async function storm(store: Store, job: StormJob): Promise<void> {
  const random = randomFrom(job.seed)
  const moved: Record<string, number> = {}
  const added: Record<string, string[]> = {}
  let written = 0
  let left = job.successes
  let conflicts = 0
  while (left > 0) {
    const ids = random.some(job.ids, 1 + random.below(4))
    const loaded = await store.load('lot', ids)
    // Room for another process between reading and writing.
    for (let turns = random.below(3); turns > 0; turns -= 1) await new Promise(setImmediate)
    const operations = ids.map((id, position) => {
      const { version = 0, document = { moves: 0 }, memory } = loaded[position] ?? {}
      const expectedRevision = memory?.revision ?? 0
      if (random.below(8) === 0) return checkOf(id, version, expectedRevision)
      written += 1
      const guarded = { expectedRevision, memory: adding([`${job.seed}/${written}`]) }
      // Accepted without an event: only the answer tells that somebody wrote.
      if (version > 0 && random.below(3) === 0) return writeOf(id, version, { ...guarded, version, document })
      // Only storms write these documents.
      const { moves } = document as { readonly moves: number }
      return writeOf(id, version, { ...guarded, document: { moves: moves + 1 } })
    })
    const outcomes = await store.commit(operations)
    for (const [position, outcome] of outcomes.entries()) {
      const operation = operations[position]
      if (outcome === 'conflict') conflicts += 1
      else if (operation?.kind === 'write') {
        const { id, version, expectedVersion, memory } = operation
        moved[id] = (moved[id] ?? 0) + version - expectedVersion
        added[id] = [...(added[id] ?? []), ...memory.added.map(String)]
        left -= 1
      }
    }
  }
  await tell({ kind: 'stormed', moved, added, conflicts })
}

async function relay(store: Store, job: RelayJob): Promise<void> {
  const random = randomFrom(job.seed)
  let stopped = false
  process.on('message', (message) => {
    if (message === 'stop') stopped = true
  })
  for (;;) {
    const last = stopped
    const waiting = await store.pending(1 + random.below(40))
    if (waiting.length === 0 && last) break
    if (waiting.length === 0) {
      await new Promise(setImmediate)
      continue
    }
    await tell({
      kind: 'took',
      events: Object.fromEntries(waiting.map(({ subject, events }) => [subject, events.map((event) => event.sequence)])),
    })
    const marks = marksOf(waiting)
    await store.published(marks)
    await tell({ kind: 'marked-taken', upTo: Object.fromEntries(marks.map(({ subject, upTo }) => [subject, upTo])) })
  }
  await tell({ kind: 'relayed' })
}

async function stream(store: Store, job: StreamJob): Promise<void> {
  const random = randomFrom(job.seed)
  const versions: Record<string, number> = {}
  for (const [position, found] of (await store.load('lot', job.ids)).entries()) versions[job.ids[position] ?? ''] = found?.version ?? 0
  for (;;) {
    const writes = random.some(job.ids, 1 + random.below(8)).map((id) => {
      const before = versions[id] ?? 0
      const version = before + 1 + random.below(3)
      const document = { id, version, filler: 'x'.repeat(random.below(3_000)) }
      // As many answers as versions, so that whoever finds the one knows the other.
      const memory = adding(sequences(before + 1, version), { passing: [version], keep: KEPT })
      return writeOf(id, before, { version, expectedRevision: before, document, memory })
    })
    const next: Sequences = Object.fromEntries(writes.map(({ id, version }) => [id, version]))
    await tell({ kind: 'committing', versions: next })
    const outcomes = await store.commit(writes)
    if (outcomes.includes('conflict')) throw new Error('a conflict without anybody else')
    Object.assign(versions, next)
    await tell({ kind: 'committed', versions: next })
    if (random.below(3) > 0) continue
    const marks = marksOf(await store.pending(1 + random.below(30)))
    const upTo: Sequences = Object.fromEntries(marks.map((mark) => [mark.subject, mark.upTo]))
    await tell({ kind: 'marking', upTo })
    await store.published(marks)
    await tell({ kind: 'marked', upTo })
  }
}

async function run({ store: spawned, job }: ChildTask): Promise<void> {
  // The harness names a module of its adapter and the export that opens a store.
  const adapter: Record<string, (options: unknown) => Promise<Store>> = await import(spawned.module)
  const opener = adapter[spawned.opener]
  if (opener === undefined) throw new Error(`${spawned.module} has no export ${spawned.opener}`)
  // Two waits, so that all processes of a round meet at the first opening and again at the first write.
  await told('ready')
  const store = await opener(spawned.options)
  await store.define([LOTS, LOT_ROWS])
  await told('opened')
  if (job.kind === 'storm') await storm(store, job)
  else if (job.kind === 'relay') await relay(store, job)
  else await stream(store, job)
  await store.close()
}

// Nobody is left to hear it when the suite is gone, and the end of its own work comes here too.
process.once('disconnect', () => process.exit())
// The race suite writes this argument.
const task = JSON.parse(process.argv[2] ?? '') as ChildTask
try {
  await run(task)
} catch (error) {
  await tell({ kind: 'failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}
process.disconnect?.()
