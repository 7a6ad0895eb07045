import { Kafka, logLevel } from 'kafkajs'
import { parseBrokers } from '../kafka/brokers.ts'
// Mends a timer of kafkajs, for its administrator too.
import '../kafka/kafkajs.ts'
import { splitPrefix } from '../prefixed.ts'

/** For tests that are over: deletes every topic of the prefix that these brokers are given with. */
export async function deleteTopics(kafkaBrokers: string): Promise<void> {
  const { brokers, prefix } = splitPrefix(kafkaBrokers)
  if (prefix === undefined) throw new Error('a test deletes only topics of its own: give the brokers with a prefix')
  const admin = new Kafka({
    brokers: parseBrokers(brokers).map(({ host, port }) => `${host}:${port}`),
    logLevel: logLevel.NOTHING,
  }).admin()
  await admin.connect()
  try {
    const own = (await admin.listTopics()).filter((name) => name.startsWith(`${prefix}.`))
    if (own.length > 0) await admin.deleteTopics({ topics: own })
  } finally {
    await admin.disconnect()
  }
}
