import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import { Kafka, logLevel } from 'kafkajs'
import type { Apis } from './apis.ts'

/**
 * The door to kafkajs: its connection, its encoders and its decoders, which it has no public name for. They are used instead of
 * its consumer and producer because those cannot keep what the port promises: the consumer asks a broker for more only when the
 * slowest partition's handler is done, and joins the group anew without waiting for the handlers; both try again without end and
 * cannot be told to stop; and what happened to each partition of a request is lost in one error. The version is pinned, and the
 * last one published (2.2.4); `kafkajs.unit.test.ts` holds it to these shapes.
 */

interface ConnectionOptions {
  readonly host: string
  readonly port: number
  readonly clientId: string
  readonly logger: unknown
  readonly socketFactory: (place: { readonly host: string; readonly port: number; readonly onConnect: () => void }) => Socket
  readonly connectionTimeout: number
  /** Off: it looks at the clock ten times a second for as long as the connection lives. */
  readonly enforceRequestTimeout: false
}

interface Exchange {
  readonly request: unknown
  readonly response: { readonly decode: (answer: Buffer) => Promise<unknown> }
}

export interface KafkajsConnection {
  connect(): Promise<unknown>
  isConnected(): boolean
  send(exchange: {
    readonly request: unknown
    readonly response: { decode(answer: Buffer): Promise<unknown>; parse(data: unknown): unknown }
  }): Promise<unknown>
}

interface Definition {
  readonly versions: readonly string[]
  protocol(of: { readonly version: number }): (request: unknown) => Exchange
}

/** The newest version of each API that a broker speaks, by API key. */
export type BrokerVersions = Readonly<Record<number, { readonly minVersion: number; readonly maxVersion: number }>>

interface RequestQueue {
  readonly pending: readonly unknown[]
  scheduleCheckPendingRequests(): void
}

const load = createRequire(import.meta.url)
// The modules have no types. These are their shapes in kafkajs 2.2.4, the only version that package.json admits.
const Connection = load('kafkajs/src/network/connection.js') as new (options: ConnectionOptions) => KafkajsConnection
const RequestQueue = load('kafkajs/src/network/requestQueue/index.js') as { readonly prototype: RequestQueue }
const { requests, lookup } = load('kafkajs/src/protocol/requests/index.js') as {
  readonly requests: Readonly<Record<keyof Apis, Definition>>
  readonly lookup: (versions: BrokerVersions) => (apiKey: number, definition: Definition) => (request: unknown) => Exchange
}
const apiKeys = load('kafkajs/src/protocol/requests/apiKeys.js') as Readonly<Record<keyof Apis, number>>
const { createErrorFromCode } = load('kafkajs/src/protocol/error.js') as {
  readonly createErrorFromCode: (code: number) => { readonly type: string; readonly message: string }
}

/** What failures are for is told by the port's errors and `warn`, so kafkajs itself keeps silent. */
const logger = new Kafka({ brokers: ['unused:0'], logLevel: logLevel.NOTHING, logCreator: () => () => {} }).logger()

export const newConnection = (options: Omit<ConnectionOptions, 'logger' | 'enforceRequestTimeout'>): KafkajsConnection =>
  new Connection({ ...options, logger, enforceRequestTimeout: false })

/** How to ask for `api` in the newest version that both sides speak. */
export function exchangeOf(versions: BrokerVersions, api: keyof Apis, request: unknown): Exchange {
  return lookup(versions)(apiKeys[api], requests[api])(request)
}

/** Name and meaning of a broker's error code. */
export const meaningOf = (code: number): { readonly type: string; readonly message: string } => createErrorFromCode(code)

/**
 * kafkajs looks every millisecond whether requests wait, also when none do (tulios/kafkajs#1751). Whoever makes a request wait
 * has it looked at by the same function, so nothing is missed when there is nothing to look at.
 */
function stopLookingWhenIdle(queue: RequestQueue): void {
  const look = queue.scheduleCheckPendingRequests
  queue.scheduleCheckPendingRequests = function lookIfRequestsWait(this: RequestQueue) {
    if (this.pending.length > 0) look.call(this)
  }
}

stopLookingWhenIdle(RequestQueue.prototype)
