import type { EventRecord } from '@filature/kernel/event'

/** Most events handled at the same time. */
const TOGETHER = 64

/**
 * Handles events so that those of one key come one after the other and those of different keys side by side: the commands
 * they send share commits. `done(n)` tells that the first n are through. Rejects with what the first failing event threw;
 * events behind it may have been handled already, and come again.
 */
export async function sideBySide(
  events: readonly EventRecord[],
  handle: (event: EventRecord) => Promise<void>,
  done: (count: number) => void,
  keyOf: (event: EventRecord) => string = ({ subject }) => subject,
): Promise<void> {
  let through = 0
  while (through < events.length) {
    const stretch = withoutRepeatedKey(events, through, keyOf)
    const outcomes = await Promise.allSettled(stretch.map(handle))
    const failed = outcomes.findIndex(({ status }) => status === 'rejected')
    through += failed === -1 ? stretch.length : failed
    done(through)
    const failure = outcomes[failed]
    if (failure?.status === 'rejected') throw failure.reason
  }
}

/** The events from `start` on, up to the first whose key is there already. */
function withoutRepeatedKey(events: readonly EventRecord[], start: number, keyOf: (event: EventRecord) => string): readonly EventRecord[] {
  const keys = new Set<string>()
  let end = start
  for (; end < events.length && end - start < TOGETHER; end += 1) {
    const event = events[end]
    if (event === undefined || keys.has(keyOf(event))) break
    keys.add(keyOf(event))
  }
  return events.slice(start, end)
}
