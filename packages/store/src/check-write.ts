import type { Write } from './port.ts'

/**
 * Refuses a write whose events do not belong to the versions between the one it was decided on and its own, in order: their
 * consumers take what is not newer for a repeat and pass it over. Versions without an event are those nobody is told of.
 * @throws TypeError naming the aggregate and what does not follow
 */
export function checkWrite({ collection, id, expectedVersion, version, events }: Write): void {
  if (!Number.isSafeInteger(version) || version < 1 || version < expectedVersion) {
    throw new TypeError(`${collection} ${id}: version ${version} does not follow ${expectedVersion}`)
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
