/** Starts Kafka and a MongoDB for the suites, prints the variables that name them, and stops both when it is interrupted. */
import { startKafka } from './kafka/start.ts'
import { mongoKinds } from './mongo/start.ts'
import { startKinds } from './mongo/start-kinds.ts'
import { runUntilInterrupted } from './until-interrupted.ts'

await runUntilInterrupted(async (keep) => {
  const kafka = await startKafka()
  keep(kafka)
  console.log(`export KAFKA_BROKERS='${kafka.brokers}'`)
  await startKinds(await mongoKinds(console.error), keep)
})
