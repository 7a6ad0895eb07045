import { afterAll, afterEach, beforeEach } from 'vitest'
import type { CollectionDefinition, Store } from '../port.ts'

/** How another process opens a store on the same data. Serialisable, so that it can be handed to a child. */
export interface SpawnableStore {
  /** URL of the adapter's module. */
  readonly module: string
  /** The module's export that takes `options` and resolves to a Store. */
  readonly opener: string
  readonly options: Readonly<Record<string, string | number>>
}

/** What an adapter gives to be tried by the suites. */
export interface StoreHarness {
  /** A store; called again, a second one on the SAME data, as another process would have it. The suite closes them. */
  open(): Promise<Store>
  /** Empties the data. No store is open then. */
  reset(): Promise<void>
  /** Removes what the harness made, after the last test. */
  destroy(): Promise<void>
  /** The data of now, for children. */
  spawnable(): Promise<SpawnableStore>
  /** Of the rounds that a suite repeats with other seeds, the share to run, for a slow engine that another one speaks for; default 1. */
  readonly share?: number
}

/** How many of `full` rounds are run; never none. */
export const roundsOf = ({ share = 1 }: StoreHarness, full: number): number => Math.max(1, Math.round(full * share))

/** Everything the suites keep: aggregates `lot`, projection rows `lot-row`. */
export const LOTS: CollectionDefinition = {
  name: 'lot',
  indexes: { byDepot: ['depotId', 'createdAt'], byStatus: ['status', 'depotId', 'price'], byTown: ['place.insee'], byPrice: ['price'] },
}
export const LOT_ROWS: CollectionDefinition = { name: 'lot-row', indexes: { byTown: ['town', 'price'] } }

/** Opens stores for one suite: fresh data before each test, everything closed after it. */
export function suiteStores(harness: StoreHarness): () => Promise<Store> {
  const opened: Store[] = []
  beforeEach(() => harness.reset())
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close()
  })
  afterAll(() => harness.destroy())
  return async () => {
    const store = await harness.open()
    opened.push(store)
    await store.define([LOTS, LOT_ROWS])
    return store
  }
}
