import type { BatchHandler, DeliveredRecord } from '../port.ts'

/** A handler that remembers what it got and lets a test wait for it. */
export interface Reading {
  readonly handler: BatchHandler
  readonly records: readonly DeliveredRecord[]
  readonly batches: readonly (readonly DeliveredRecord[])[]
  /** Resolves as soon as it holds; rejects with what was read when patience ends. */
  until(holds: () => boolean, what: string): Promise<void>
  /** Resolves once every one of these was read at least once. */
  untilAll(ids: readonly string[]): Promise<void>
}

/** `then` is what the handler does with each batch after noting it. */
export function reading(patienceMs: number, then: BatchHandler = async () => {}): Reading {
  const records: DeliveredRecord[] = []
  const batches: (readonly DeliveredRecord[])[] = []
  const waiting = new Set<() => void>()

  function until(holds: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (settled: () => void) => {
        clearTimeout(timer)
        waiting.delete(look)
        settled()
      }
      const look = () => {
        if (holds()) settle(resolve)
      }
      const timer = setTimeout(
        () => settle(() => reject(new Error(`waited ${patienceMs} ms for ${what}; ${summary(records)}`))),
        patienceMs,
      )
      waiting.add(look)
      look()
    })
  }

  return {
    records,
    batches,
    async handler(batch) {
      records.push(...batch)
      batches.push(batch)
      for (const look of [...waiting]) look()
      await then(batch)
    },
    until,
    untilAll(ids) {
      const missing = new Set(ids)
      let looked = 0
      const holds = () => {
        for (; looked < records.length; looked++) missing.delete(records[looked]?.event?.id ?? '')
        return missing.size === 0
      }
      return until(holds, `${ids.length} records`).catch((error: Error) => {
        throw new Error(`${error.message}; missing ${missing.size}: ${[...missing].slice(0, 10).join(', ')}`)
      })
    },
  }
}

/** Resolves once the members have read all of it between them. */
export async function allRead(patienceMs: number, reads: readonly Reading[], ids: readonly string[]): Promise<void> {
  const missing = new Set(ids)
  const holds = () => {
    for (const { records } of reads) for (const { event } of records) if (event !== null) missing.delete(event.id)
    return missing.size === 0
  }
  // Whoever reads the last record sees it complete; the others stop waiting when their patience ends.
  await Promise.any(reads.map((read) => read.until(holds, 'all records'))).catch(() => {
    const some = [...missing].slice(0, 10).join(', ')
    throw new Error(`waited ${patienceMs} ms for ${ids.length} records between ${reads.length} members, missing ${missing.size}: ${some}`)
  })
}

const summary = (records: readonly DeliveredRecord[]): string =>
  `read ${records.length}, last: ${records
    .slice(-10)
    .map(({ partition, offset, key, event }) => `${partition}@${offset} ${event?.id ?? `${key} erased`}`)
    .join(', ')}`
