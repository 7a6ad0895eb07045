/** A repeatable stream of numbers in [0, 1): mulberry32 (public domain), so that a failure can be run again by its seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export function pick<Item>(random: () => number, items: readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}

/** Seeds of the rounds: fresh ones each time, or the one of a failure, `FAULT_SEED=123`. */
export function seeds(rounds: number): readonly number[] {
  const given = process.env['FAULT_SEED']
  if (given !== undefined) return [Number(given)]
  return Array.from({ length: rounds }, () => Math.floor(Math.random() * 1_000_000))
}
