import { startKafka } from '@filature/servers/kafka/start'
import { ServerMissing } from '@filature/servers/missing'

/** A Kafka to measure with. */
export interface KafkaUnderLoad {
  readonly brokers: string
  /** For people. */
  readonly name: string
  stop(): Promise<void>
}

/** That of `KAFKA_BROKERS`, which should hold nothing else; else one of the benchmark's own; else why there is none. */
export async function findKafka(): Promise<KafkaUnderLoad | string> {
  const brokers = process.env['KAFKA_BROKERS']
  if (brokers !== undefined && brokers !== '') return { brokers, name: 'Kafka of KAFKA_BROKERS', stop: async () => undefined }
  try {
    const kafka = await startKafka()
    return { brokers: kafka.brokers, name: `Kafka ${kafka.version}, one broker on the same machine`, stop: () => kafka.stop() }
  } catch (error) {
    if (error instanceof ServerMissing) return error.message.split('\n')[0] ?? 'no Kafka'
    throw error
  }
}
