/** @throws RangeError unless `limit` is a whole number of at least 1. */
export function checkLimit(limit: number): void {
  if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError(`limit is ${limit}: give a whole number of at least 1`)
}
