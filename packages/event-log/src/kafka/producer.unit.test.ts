import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { LogUnavailable } from '../port.ts'
import { eventOf } from '../suites/events.ts'
import { clusterOf } from './cluster.ts'
import { producerOf } from './producer.ts'
import { topicsOf } from './topics.ts'

setFlagsFromString('--expose-gc')
// With the flag every new context has it.
const collect = runInNewContext('gc') as () => void

const TOPIC = 'filature.market'
const CALLS = 60
const EVENT_BYTES = 800_000

it('what was refused while the brokers are away is not kept', async () => {
  // Nobody listens at port 1.
  const cluster = clusterOf([{ host: '127.0.0.1', port: 1 }])
  const known = { partitions: 1, leaders: new Map([[0, 1]]) }
  const producer = producerOf({ cluster, topics: { ...topicsOf(cluster), known: () => known }, refuseAfterMs: 20, warn: () => {} })
  const note = 'x'.repeat(EVENT_BYTES)
  const before = process.memoryUsage().arrayBuffers
  for (let sequence = 1; sequence <= CALLS; sequence++) {
    const event = { ...eventOf('lot_1', sequence), data: { note } }
    await expect(producer.append([{ topic: TOPIC, key: 'lot_1', event }])).rejects.toThrow(LogUnavailable)
  }
  const kept = () => {
    collect()
    return process.memoryUsage().arrayBuffers - before
  }
  // The round that is being sent is kept, because brokers may have it.
  await expect.poll(kept).toBeLessThan(10 * EVENT_BYTES)
  await producer.close()
})
