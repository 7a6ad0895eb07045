/** Small repeatable random numbers: the same seed gives the same race again. `JOURNEY_SEED` replays one. */
export function seeded(seed = Number(process.env['JOURNEY_SEED'] ?? Math.floor(Math.random() * 2 ** 31))): {
  readonly seed: number
  /** 0 <= value < 1 */
  next(): number
} {
  let state = seed >>> 0
  return {
    seed,
    // mulberry32, public domain (Tommy Ettinger).
    next() {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = Math.imul(state ^ (state >>> 15), state | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
    },
  }
}
