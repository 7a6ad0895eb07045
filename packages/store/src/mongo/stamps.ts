/**
 * Texts that grow with every call, by this machine's clock and a count. They only order what waits to be published; between
 * machines whose clocks differ the order is rough, and nothing else depends on it.
 */
export function stampsFrom(now: () => number): () => string {
  let lastMs = 0
  let count = 0
  return () => {
    const ms = now()
    count = ms > lastMs ? 0 : count + 1
    lastMs = Math.max(lastMs, ms)
    // Nine digits last until the year 5188, eight for the count longer than any clock is set back.
    return lastMs.toString(36).padStart(9, '0') + count.toString(36).padStart(8, '0')
  }
}
