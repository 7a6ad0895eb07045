import type { Write } from './port.ts'

/**
 * Refuses a write whose events do not belong to the versions between the one it was decided on and its own, in order: their
 * consumers take what is not newer for a repeat and pass it over. Versions without an event are those nobody is told of.
 * Refuses as well what no guard could tell from the write before it.
 * @throws TypeError naming the aggregate and what does not follow
 */
export function checkWrite({ collection, id, expectedVersion, expectedRevision, version, memory, events }: Write): void {
  if (!Number.isSafeInteger(version) || version < 1 || version < expectedVersion) {
    throw new TypeError(`${collection} ${id}: version ${version} does not follow ${expectedVersion}`)
  }
  const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0
  if (!isCount(expectedRevision) || (expectedVersion === 0 && expectedRevision !== 0)) {
    throw new TypeError(`${collection} ${id}: revision ${expectedRevision} does not go with version ${expectedVersion}`)
  }
  if (!isCount(memory.keep)) throw new TypeError(`${collection} ${id}: keep ${memory.keep} answers: give a whole number from 0 on`)
  if (version === expectedVersion && memory.added.length === 0) {
    throw new TypeError(`${collection} ${id}: a write that stays at version ${version} adds an answer; without one, send a check`)
  }
  let before = expectedVersion
  for (const { subject, sequence } of events) {
    if (subject !== id) throw new TypeError(`${collection} ${id}: event ${sequence} has the subject ${subject}`)
    if (!Number.isSafeInteger(sequence) || sequence <= before || sequence > version) {
      throw new TypeError(`${collection} ${id}: event ${sequence} is not between ${before} and version ${version}`)
    }
    before = sequence
  }
}
