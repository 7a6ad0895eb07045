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

/** Nobody hears it any more when the channel has closed. */
function tell(answer: { readonly brokers: string } | { readonly done: string } | { readonly failed: string }): void {
  if (process.connected) process.send?.(answer)
}
const tellFailure = (error: Error) => tell({ failed: error.message })

// Whoever forks this writes the options, in this form.
const options = JSON.parse(process.argv[2] ?? '{}') as KafkaOptions
const starting = startKafka(options)
// Heard from the beginning: whoever asked may be gone before the server listens.
process.on('disconnect', () => starting.then((kafka) => kafka.stop()).finally(() => process.exit()))
process.on('message', (message) => {
  if (isOrder(message)) starting.then(orders[message]).then(() => tell({ done: message }), tellFailure)
})
await starting.then(
  ({ brokers }) => tell({ brokers }),
  (error: Error) => {
    tellFailure(error)
    // There is nothing to wait for orders with.
    process.channel?.unref()
  },
)
