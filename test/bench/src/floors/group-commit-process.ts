import { join } from 'node:path'
import type { Lot, LotHold } from '@filature/materials/lots/lot'
import { holdOf } from '@filature/materials/testing/samples'
import { type HoldsSegment, lotIdOf } from '../load/holds.ts'
import { latencyOf } from '../measure/latency.ts'
import { serveParent } from '../processes/child.ts'
import { openFloorFile } from './sqlite-file.ts'

/**
 * What the disk and the engine allow: callers in the process itself hold and give back, whatever waits is written in one
 * transaction as one guarded document with one event each. No HTTP, no token, no schema, no process, no memory of answers.
 */

export interface GroupCommitLoad {
  readonly clients: number
  readonly seconds: number
}

interface Waiting {
  readonly apply: (lot: Lot) => { readonly lot: Lot; readonly event: unknown }
  readonly done: () => void
}

const UNITS = 1_000_000
const [folder = '.'] = process.argv.slice(2)
const file = openFloorFile(join(folder, 'floor.sqlite'), 1, UNITS, lotIdOf)
const ID = lotIdOf(0)
let { version, lot } = file.load(ID)
let waiting: Waiting[] = []
let scheduled = false

function flush() {
  scheduled = false
  const jobs = waiting
  waiting = []
  file.transaction(() => {
    let after = lot
    for (const { apply } of jobs) {
      const applied = apply(after)
      after = applied.lot
      file.publish(JSON.stringify(applied.event))
    }
    if (!file.write(ID, version, version + jobs.length, after)) throw new Error('the floor has only one writer')
    lot = after
    version += jobs.length
  })
  for (const { done } of jobs) done()
}

function change(apply: Waiting['apply']): Promise<void> {
  return new Promise((done) => {
    waiting.push({ apply, done })
    if (scheduled) return
    scheduled = true
    setImmediate(flush)
  })
}

const held = (lot: Lot) => lot.holds.reduce((sum, { qty }) => sum + qty, 0)

function holdNew(holdId: string): Waiting['apply'] {
  const { type: _, ...asked } = holdOf(holdId, 1)
  const hold: LotHold = { ...asked, kind: 'held', expiresAt: lot.at, createdAt: lot.at, extensions: 0, warnAt: [] }
  return (before) => {
    if (before.received - held(before) < hold.qty) throw new Error('the floor never runs out')
    const { holds, ...rest } = before
    return { lot: { ...rest, holds: [...holds, hold] }, event: { type: 'LotHeld', lot: rest, hold } }
  }
}

function giveBack(holdId: string): Waiting['apply'] {
  return (before) => {
    const { holds, ...rest } = before
    return { lot: { ...rest, holds: holds.filter((hold) => hold.holdId !== holdId) }, event: { type: 'HoldReleased', lot: rest, holdId } }
  }
}

async function run({ clients, seconds }: GroupCommitLoad): Promise<HoldsSegment> {
  const holdMs: number[] = []
  const releaseMs: number[] = []
  const started = performance.now()
  const endsAt = started + seconds * 1_000
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let turn = 0; performance.now() < endsAt; turn += 1) {
        const holdId = `hld_${client}_${turn}`
        for (const [times, apply] of [[holdMs, holdNew(holdId)] as const, [releaseMs, giveBack(holdId)] as const]) {
          const asked = performance.now()
          await change(apply)
          times.push(performance.now() - asked)
        }
      }
    }),
  )
  const took = (performance.now() - started) / 1_000
  if (held(lot) !== 0 || file.events() !== version - 1) throw new Error('the floor lost an event or a unit')
  return {
    holds: holdMs.length,
    releases: releaseMs.length,
    others: {},
    seconds: took,
    holdMs: latencyOf(holdMs),
    releaseMs: latencyOf(releaseMs),
    loadCpuMs: 0,
  }
}

serveParent<GroupCommitLoad>(run)
