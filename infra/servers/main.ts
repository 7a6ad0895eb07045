/** Starts Kafka and a MongoDB for the suites, prints the variables that name them, and stops both when it is interrupted. */
import { once } from 'node:events'
import { ServerMissing } from './kafka/jars.ts'
import { startKafka } from './kafka/start.ts'
import { mongoKinds, startMongo } from './mongo/start.ts'

const running: { stop(): Promise<void> }[] = []
const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
try {
  const kafka = await startKafka()
  running.push(kafka)
  console.log(`export KAFKA_BROKERS='${kafka.brokers}'`)
  const named: string[] = []
  for (const kind of await mongoKinds(console.error)) {
    const mongo = await startMongo({ kind, survivesKill: false })
    running.push(mongo)
    console.log(`# ${mongo.name} ${mongo.version}`)
    named.push(`${mongo.name}=${mongo.uri}`)
  }
  console.log(`export MONGODB_URIS='${named.join(' ')}'`)
  await interrupted
} catch (error) {
  if (!(error instanceof ServerMissing)) throw error
  console.error(error.message)
  process.exitCode = 69
} finally {
  for (const server of running.reverse()) await server.stop()
}
