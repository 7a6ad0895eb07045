import type { EventLog } from '@filature/event-log/port'
import type { EventRecord } from '@filature/kernel/event'
import type { CollectionDefinition, Store } from '@filature/store/port'

/** Parked keys with their events, one row per group and key. */
export const PARKED: CollectionDefinition = { name: 'parked', indexes: { byGroup: ['group'] } }

interface ParkedDocument {
  readonly group: string
  readonly key: string
  readonly reason: string
  readonly events: readonly EventRecord[]
}

export interface ParkedKey {
  readonly key: string
  /** Why the first of them could not be handled. */
  readonly reason: string
  readonly events: readonly EventRecord[]
}

export interface DeadLetters {
  parkedKeys(): Promise<ReadonlySet<string>>
  park(event: EventRecord, reason: string): Promise<void>
  list(): Promise<readonly ParkedKey[]>
  /** Handles the key's events again, in order. True when the key is free again; false when one still fails. */
  replay(key: string): Promise<boolean>
  /** Gives the key's parked events up for good; the caller records who and why. */
  drop(key: string): Promise<void>
}

export interface DeadLettersOptions {
  readonly store: Store
  readonly log: EventLog
  readonly group: string
  readonly deadLetterTopic: string
  readonly handle: (events: readonly EventRecord[], done: (count: number) => void) => Promise<void>
  readonly onError?: (error: unknown, event: EventRecord | undefined) => void
}

const LIST_PAGE = 100

export function deadLetters(options: DeadLettersOptions): DeadLetters {
  const { store, log, group } = options
  const rowId = (key: string) => `${group}|${key}`
  /** Known after the first look; kept current by every change, which all happen here. */
  let known: Set<string> | undefined

  async function keys(): Promise<Set<string>> {
    known ??= new Set((await list()).map(({ key }) => key))
    return known
  }

  async function list(): Promise<readonly ParkedKey[]> {
    const found: ParkedKey[] = []
    let after: string | undefined
    do {
      const page = await store.find(PARKED.name, { where: { group }, limit: LIST_PAGE, ...(after !== undefined && { after }) })
      for (const { document } of page.items) {
        // Written by `save` below and by nobody else.
        const { key, reason, events } = document as ParkedDocument
        found.push({ key, reason, events })
      }
      after = page.next
    } while (after !== undefined)
    return found
  }

  /** Rewrites the row; its own version guards it, the source is the row itself. */
  async function change(key: string, next: (before: ParkedDocument | undefined) => ParkedDocument | undefined) {
    for (;;) {
      const [row] = await store.loadRows(PARKED.name, [rowId(key)])
      const version = row?.version ?? 0
      const document = next(row?.document as ParkedDocument | undefined)
      const [outcome] = await store.project([
        { collection: PARKED.name, id: rowId(key), expectedVersion: version, source: rowId(key), sequence: version + 1, document },
      ])
      if (outcome === 'done') return
    }
  }

  return {
    parkedKeys: keys,
    list,
    async park(event, reason) {
      await log.append([{ topic: options.deadLetterTopic, key: event.subject, event }])
      await change(event.subject, (before) => {
        if (before?.events.some(({ id }) => id === event.id)) return before
        return { group, key: event.subject, reason: before?.reason ?? reason, events: [...(before?.events ?? []), event] }
      })
      ;(await keys()).add(event.subject)
    },
    async replay(key) {
      const parked = (await list()).find((entry) => entry.key === key)
      if (parked === undefined) return true
      let through = 0
      try {
        await options.handle(parked.events, (count) => {
          through = count
        })
        through = parked.events.length
      } catch (error) {
        options.onError?.(error, parked.events[through])
      }
      const handled = new Set(parked.events.slice(0, through).map(({ id }) => id))
      let free = false
      await change(key, (before) => {
        const events = before?.events.filter(({ id }) => !handled.has(id)) ?? []
        free = events.length === 0
        return free || before === undefined ? undefined : { ...before, events }
      })
      if (free) (await keys()).delete(key)
      return free
    },
    async drop(key) {
      await change(key, () => undefined)
      ;(await keys()).delete(key)
    },
  }
}
