import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { exchangeOf, meaningOf } from './kafkajs.ts'

interface Queue {
  readonly throttleCheckTimeoutId: unknown
  throttledUntil: number
  checkPendingRequests(): void
  push(request: object): void
  destroy(): void
}

const load = createRequire(import.meta.url)
// Its constructor in kafkajs 2.2.4; loading kafkajs.ts above has changed its prototype.
const RequestQueue = load('kafkajs/src/network/requestQueue/index.js') as new (options: object) => Queue
const queueOf = () => new RequestQueue({ maxInFlightRequests: null, logger: { debug: () => {} }, clientId: 'test', broker: 'test' })

describe('a connection of kafkajs', () => {
  it('sets no timer while nothing waits to be sent', () => {
    const queue = queueOf()
    queue.checkPendingRequests()
    expect(queue.throttleCheckTimeoutId).toBeNull()
  })

  it('still sends later what a broker asked it to hold back', async () => {
    const queue = queueOf()
    queue.throttledUntil = Date.now() + 20
    await new Promise<void>((resolve) => {
      const entry = { correlationId: 1, apiName: 'Produce', apiKey: 0, apiVersion: 7, resolve() {}, reject() {} }
      queue.push({ entry, expectResponse: true, sendRequest: resolve })
    })
    expect(Date.now()).toBeGreaterThanOrEqual(queue.throttledUntil)
    queue.destroy()
  })
})

it('is the version whose inner parts this adapter knows', () => {
  expect(load('kafkajs/package.json')).toMatchObject({ version: '2.2.4' })
  expect(exchangeOf({ 18: { minVersion: 0, maxVersion: 2 } }, 'ApiVersions', {})).toMatchObject({
    request: { apiKey: 18, apiVersion: 2 },
    response: { decode: expect.any(Function) },
  })
  expect(meaningOf(25).type).toBe('UNKNOWN_MEMBER_ID')
})
