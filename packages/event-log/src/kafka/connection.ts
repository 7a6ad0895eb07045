import { connect, type Socket } from 'node:net'
import type { Apis } from './apis.ts'
import { type BrokerVersions, exchangeOf, newConnection } from './kafkajs.ts'

export interface Address {
  readonly host: string
  readonly port: number
}

/** How long a connection may take to be made, in milliseconds. */
const CONNECT_MS = 2_000
/** After so long without traffic the system asks whether the other side is still there. */
const KEEP_ALIVE_MS = 30_000
const CLIENT_ID = 'filature'

export class ConnectionBroken extends Error {
  override readonly name = 'ConnectionBroken'
}

/** One connection to one broker, which answers in the order it is asked: who waits for long needs one of its own. */
export interface Connection {
  /**
   * The broker's answer, whatever error codes are in it. Rejects when the connection breaks; without an answer in time it is
   * broken off, because every further answer would come later still.
   */
  call<Api extends keyof Apis>(api: Api, request: Apis[Api]['request'], timeoutMs: number): Promise<Apis[Api]['response']>
  isOpen(): boolean
  /** What is still waited for rejects with the reason. */
  close(reason: string): void
}

export async function openConnection({ host, port }: Address): Promise<Connection> {
  let socket: Socket | undefined
  const kafkajs = newConnection({
    host,
    port,
    clientId: CLIENT_ID,
    connectionTimeout: CONNECT_MS,
    socketFactory: (place) => {
      socket = connect(
        { host: place.host, port: place.port, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS },
        place.onConnect,
      )
      return socket
    },
  })
  let versions: BrokerVersions = { 18: { minVersion: 0, maxVersion: 2 } }

  const connection: Connection = {
    async call(api, request, timeoutMs) {
      const { request: encoder, response } = exchangeOf(versions, api, request)
      const late = Promise.withResolvers<never>()
      const timer = setTimeout(() => {
        const reason = `no answer to ${api} for ${timeoutMs} ms`
        connection.close(reason)
        late.reject(new ConnectionBroken(`${host}:${port}: ${reason}`))
      }, timeoutMs)
      try {
        const answer = kafkajs.send({ request: encoder, response: { decode: response.decode, parse: (data) => data } })
        // Decoded by the counterpart of what encoded the request, for which apis.ts gives the shape.
        return (await Promise.race([answer, late.promise])) as Apis[typeof api]['response']
      } finally {
        clearTimeout(timer)
      }
    },
    isOpen: () => kafkajs.isConnected() && socket?.destroyed === false,
    close(reason) {
      // With an error, because that is the end that kafkajs hears of, and lets those who wait know.
      socket?.destroy(new Error(`${host}:${port}: ${reason}`))
    },
  }

  try {
    await kafkajs.connect()
    const { apiVersions } = await connection.call('ApiVersions', {}, CONNECT_MS)
    versions = Object.fromEntries(apiVersions.map((version) => [version.apiKey, version]))
    return connection
  } catch (error) {
    connection.close('the connection was not made')
    throw error
  }
}
