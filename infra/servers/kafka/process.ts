import { type KafkaOptions, type RunningKafka, startKafka } from './start.ts'

/**
 * A Kafka server for a process that may not import this package: forked with an IPC channel and the options as JSON, it starts
 * the server, sends `{ brokers }`, and answers each order with its name once done. It ends, and the server with it, when the
 * channel closes.
 */
const orders = {
  kill: (kafka: RunningKafka) => kafka.kill(),
  restart: (kafka: RunningKafka) => kafka.restart(),
  freeze: async (kafka: RunningKafka) => kafka.freeze(),
  thaw: async (kafka: RunningKafka) => kafka.thaw(),
} as const

const isOrder = (message: unknown): message is keyof typeof orders => typeof message === 'string' && Object.hasOwn(orders, message)

// Whoever forks this writes the options, in this form.
const options = JSON.parse(process.argv[2] ?? '{}') as KafkaOptions
const kafka = await startKafka(options).catch((error: Error) => {
  process.send?.({ failed: error.message })
})
if (kafka !== undefined) {
  process.on('message', (message) => {
    if (!isOrder(message)) return
    orders[message](kafka).then(
      () => process.send?.({ done: message }),
      (error: Error) => process.send?.({ failed: error.message }),
    )
  })
  process.on('disconnect', () => kafka.stop().finally(() => process.exit()))
  process.send?.({ brokers: kafka.brokers })
}
