import { expect, it } from 'vitest'
import { eventOf } from '../suites/events.ts'
import type { IncomingMessage } from './apis.ts'
import { deliver } from './delivery.ts'
import { messageOfRecord } from './message.ts'

function incoming(offset: number, data: unknown = 'poutre'): IncomingMessage {
  const event = { ...eventOf('lot_1', offset + 1), data }
  const { key, value, headers } = messageOfRecord({ topic: 'filature.market', key: 'lot_1', event })
  const asBuffers = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]))
  return { offset: String(offset), key, value, headers: asBuffers }
}

it('a batch is not tried again when the partition went to another member during the pause', async () => {
  let held = true
  let tries = 0
  const delivery = deliver({
    ...{ group: 'stock', topic: 'filature.market', partition: 0, start: 0, batch: 10 },
    ...{ retry: { firstMs: 1, longestMs: 1 }, warn: () => {}, onRoom: () => {} },
    holds: async () => held,
    commit: async () => true,
    async handler() {
      tries += 1
      held = false
      if (tries > 1) return
      throw new Error('the shelf is locked')
    },
  })
  delivery.take([incoming(0)], 1)
  await delivery.ended
  expect(tries).toBe(1)
})

it('few large records are ahead of the handler, however many small ones might be', async () => {
  const handed = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const delivery = deliver({
    ...{ group: 'stock', topic: 'filature.market', partition: 0, start: 0, batch: 500 },
    ...{ retry: { firstMs: 1, longestMs: 1 }, warn: () => {}, onRoom: () => {} },
    holds: async () => true,
    commit: async () => true,
    handler() {
      handed.resolve()
      return gate.promise
    },
  })
  const large = 'x'.repeat(800_000)
  let offset = 0
  for (; delivery.wantsMore() && offset < 100; offset += 1) delivery.take([incoming(offset, large)], offset + 1)
  expect(offset).toBeLessThan(20)
  await handed.promise
  gate.resolve()
  await expect.poll(() => delivery.wantsMore()).toBe(true)
  delivery.end(0)
  await delivery.ended
})
