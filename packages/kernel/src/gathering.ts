/** Collects what is asked for during one turn of the event loop and does it together: one transaction for many callers. */
export interface Gathering<Item, Result> {
  /** In the order of the calls. */
  add(item: Item): Promise<Result>
  /** Resolves once everything added so far is done or refused. */
  idle(): Promise<void>
}

export interface GatheringRules<Item, Result> {
  /** How much an item counts against `most`. */
  weigh(item: Item): number
  /** One call of `apply` gets items of at most this weight together, and always at least one item. */
  readonly most: number
  /** One result per item, in order. Runs one at a time; when it rejects, all its items reject. */
  apply(items: readonly Item[]): Promise<readonly Result[]>
}

interface Waiting<Item, Result> {
  readonly item: Item
  readonly resolve: (result: Result) => void
  readonly reject: (reason: unknown) => void
}

export function gather<Item, Result>({ weigh, most, apply }: GatheringRules<Item, Result>): Gathering<Item, Result> {
  let waiting: Waiting<Item, Result>[] = []
  let working: Promise<void> | undefined

  function takeTogether(): readonly Waiting<Item, Result>[] {
    let weight = 0
    const end = waiting.findIndex(({ item }, at) => {
      weight += weigh(item)
      return at > 0 && weight > most
    })
    const taken = end === -1 ? waiting : waiting.slice(0, end)
    waiting = end === -1 ? [] : waiting.slice(end)
    return taken
  }

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      // After the I/O callbacks of this turn, so that all who ask in it share one transaction, and others get their turn.
      await new Promise((resolve) => setImmediate(resolve))
      const together = takeTogether()
      try {
        const results = await apply(together.map(({ item }) => item))
        // One result per item is what apply promises, so the cast only removes the index's `undefined`.
        for (const [at, { resolve }] of together.entries()) resolve(results[at] as Result)
      } catch (error) {
        for (const { reject } of together) reject(error)
      }
    }
    working = undefined
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject })
        working ??= work()
      }),
    idle: () => working ?? Promise.resolve(),
  }
}
