import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemActor } from '@filature/kernel/actor'
import { manualClock } from '@filature/kernel/clock'
import type { Instant } from '@filature/kernel/instant'
import type { WriteLimits } from '@filature/kernel/write-limits'
import { openStore } from '@filature/store/open'
import type { Store } from '@filature/store/port'
import { afterEach, beforeEach } from 'vitest'
import type { AnyDecider } from '../any-decider.ts'
import { createWritePath } from '../write-path.ts'
import { type StallCommand, stallDecider } from './stall.ts'

export const START = '2026-11-25T08:00:00.000Z' as Instant
export const decider = stallDecider as unknown as AnyDecider

interface More {
  readonly actor?: string
  readonly ifVersion?: number
  readonly id?: string
  readonly asked?: unknown
}

/** A write path of the stall over a store, with a clock that stands still. */
export function pathOver(store: Store, limits: Partial<WriteLimits> = {}) {
  const path = createWritePath({ service: 'suite', store, clock: manualClock(START), limits })
  const execute = (command: StallCommand, key?: string, { actor = 'anouk', id = 'stall_1', ...more }: More = {}) =>
    path.execute(decider, id, command, { actor: systemActor(actor), idempotencyKey: key, ...more })
  return { ...path, execute }
}

/** Stores on the same data, fresh for each test; each call opens another one, as another process or a restart would. */
export function storesOfEachTest(): () => Promise<Store> {
  let dataDir: string
  const stores: Store[] = []
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'filature-path-'))
  })
  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()))
    await rm(dataDir, { recursive: true, force: true })
  })
  return async () => {
    const store = await openStore({ service: 'suite', dataDir })
    await store.define([{ name: 'stall', indexes: {} }])
    stores.push(store)
    return store
  }
}
