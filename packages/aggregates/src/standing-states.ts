import type { LogRecord } from '@filature/event-log/port'
import type { PendingEvents, Store, StoredAggregate } from '@filature/store/port'

/** Of a compacted topic only an aggregate's last record stays: it has to be the one of its last version. */
export interface StandingStates {
  /** Called before the append: a record that fails may have arrived all the same. */
  saying(collection: string, subject: string, version: number): void
  /**
   * States of aggregates whose last word from here was overtaken: another process has gone further and was perhaps faster.
   * Aggregates with events in `pending` are said anew by those. `appended` is called once the records are in the log.
   */
  overtaken(pending: readonly PendingEvents[]): Promise<{ readonly records: readonly LogRecord[]; appended(): void }>
}

interface Said {
  readonly collection: string
  readonly subject: string
  readonly version: number
}

/**
 * A relay that was held up between its look and its append says an old state after another relay said a newer one; for
 * events that is a repeat, in a compacted topic it would be the last word. So whatever a relay said is compared with the
 * store afterwards, and said again as it stands, until nobody was faster. Whoever says something last has then seen, after
 * saying it, that it was the latest.
 *
 * What is left: a process that is killed after such a late append and before the comparison, some milliseconds later. The
 * next change of the aggregate mends it.
 */
export function standingStates(
  store: Pick<Store, 'loadNewer'>,
  standing: (collection: string, aggregate: StoredAggregate) => readonly LogRecord[],
): StandingStates {
  const said = new Map<string, Said>()
  const saying = (collection: string, subject: string, version: number) => {
    said.set(keyOf(collection, subject), { collection, subject, version })
  }
  return {
    saying,

    async overtaken(pending) {
      const speaking = new Set(pending.map(({ collection, subject }) => keyOf(collection, subject)))
      const quiet = [...said.values()].filter(({ collection, subject }) => !speaking.has(keyOf(collection, subject)))
      const newer: { readonly collection: string; readonly aggregate: StoredAggregate }[] = []
      for (const [collection, ofOne] of Map.groupBy(quiet, (one) => one.collection)) {
        const found = await store.loadNewer(
          collection,
          ofOne.map(({ subject, version }) => ({ id: subject, version })),
        )
        for (const [position, { subject }] of ofOne.entries()) {
          const aggregate = found[position]
          if (aggregate === undefined) said.delete(keyOf(collection, subject))
          else newer.push({ collection, aggregate })
        }
      }
      return {
        records: newer.flatMap(({ collection, aggregate }) => standing(collection, aggregate)),
        appended() {
          for (const { collection, aggregate } of newer) saying(collection, aggregate.id, aggregate.version)
        },
      }
    },
  }
}

const keyOf = (collection: string, subject: string) => `${collection}\n${subject}`
