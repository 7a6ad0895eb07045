import type { Write } from './port.ts'

/**
 * Refuses a write whose events do not lead from the version it was decided on to its own. A gap would stop every consumer
 * of the aggregate for ever, so it is stopped here, where the mistake is.
 * @throws TypeError naming the aggregate and what does not follow
 */
export function checkWrite({ collection, id, expectedVersion, version, events }: Write): void {
  const before = version - events.length
  // Something that publishes nothing may count its versions as it likes; what publishes has one event for each.
  const follows = events.length === 0 ? version >= expectedVersion : before === expectedVersion
  if (!Number.isSafeInteger(version) || version < 1 || !follows) {
    throw new TypeError(`${collection} ${id}: version ${version} does not follow ${expectedVersion} by ${events.length} events`)
  }
  for (const [position, { subject, sequence }] of events.entries()) {
    if (subject !== id) throw new TypeError(`${collection} ${id}: event ${sequence} has the subject ${subject}`)
    if (sequence !== before + position + 1) {
      throw new TypeError(
        `${collection} ${id}: event ${position + 1} of the write has sequence ${sequence}, expected ${before + position + 1}`,
      )
    }
  }
}
