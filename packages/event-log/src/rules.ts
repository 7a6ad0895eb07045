import { textOfEvent } from '@filature/kernel/event-text'
import type { LogRecord, SubscribeOptions, TopicDefinition } from './port.ts'

/** Rules that every adapter holds its callers to, so that what one log takes the other takes too. */

/** Largest number of records per handler call where the subscriber does not say. */
export const DEFAULT_BATCH = 500
/** Largest event as JSON, in bytes: below the 1 MiB that a Kafka broker takes by default. */
export const LARGEST_EVENT_BYTES = 900_000
const MOST_PARTITIONS = 1_000
/** Kafka's rule for topic names. */
const TOPIC_NAME = /^[a-zA-Z0-9._-]{1,249}$/

/** Throws a TypeError or RangeError that names the topic, the field and the rule. */
export function checkTopic(topic: TopicDefinition): void {
  if (!TOPIC_NAME.test(topic.name)) {
    throw new TypeError(`topic name ${JSON.stringify(topic.name)}: use 1 to 249 letters, digits, dots, dashes or underscores`)
  }
  if (!Number.isInteger(topic.partitions) || topic.partitions < 1 || topic.partitions > MOST_PARTITIONS) {
    throw new RangeError(`topic ${topic.name}: partitions is ${topic.partitions}, give an integer from 1 to ${MOST_PARTITIONS}`)
  }
}

/** The event as JSON, or null for an erasure. Throws a TypeError or RangeError for what no log can hold. */
export function encodeEvent(record: LogRecord): string | null {
  if (typeof record.key !== 'string' || record.key === '') {
    throw new TypeError(`a record for ${record.topic} has no key: give the id of the aggregate it is about`)
  }
  if (record.event === null) return null
  const json = textOfEvent(record.event)
  // Three bytes are the most that one UTF-16 unit takes in UTF-8, so short texts need no counting.
  if (json.length * 3 > LARGEST_EVENT_BYTES && Buffer.byteLength(json) > LARGEST_EVENT_BYTES) {
    throw new RangeError(`event ${record.event.id} is larger than ${LARGEST_EVENT_BYTES} bytes: publish a reference to the content instead`)
  }
  return json
}

/** Throws a TypeError or RangeError that names the option and the rule. */
export function checkSubscription(options: SubscribeOptions): void {
  if (options.group === '') throw new TypeError('subscribe: group is empty, give the name that the members share')
  if (options.topics.length === 0) throw new TypeError(`subscribe: group ${options.group} names no topic`)
  const { batch = DEFAULT_BATCH } = options
  if (!Number.isInteger(batch) || batch < 1) throw new RangeError(`subscribe: batch is ${batch}, give an integer from 1`)
}
