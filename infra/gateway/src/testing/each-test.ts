import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { createMetrics } from '@filature/service-kit/metrics'
import { afterEach } from 'vitest'
import { type Gateway, startGateway } from '../gateway.ts'
import type { ServiceName } from '../settings.ts'

export interface GatewayUnderTest extends Gateway {
  readonly base: string
  /** What it reported, each with its place. */
  readonly errors: readonly string[]
}

export interface Options {
  readonly trustedProxies?: number
  readonly silenceMs?: number
  readonly isOpen?: () => boolean
}

/** What the tests of one file open; all of it is closed after each test. */
export interface OpenedInEachTest {
  /** A server in the place of a service. */
  serviceThat(answer: RequestListener): Promise<{ readonly address: string; readonly server: Server }>
  /** Services that are not named are away. */
  gatewayTo(addresses: Partial<Record<ServiceName, string>>, options?: Options): Promise<GatewayUnderTest>
  /** A connection that says and hears every byte as it is. */
  speakTo(port: number, first: string): Promise<{ readonly socket: Socket; heard(): string }>
  /** What else is to be closed. */
  closeAfter(close: () => unknown): void
}

export function openedInEachTest(): OpenedInEachTest {
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  return {
    async serviceThat(answer) {
      const server = createServer(answer)
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      closing.push(() => {
        server.closeAllConnections()
        server.close()
      })
      // A server that listens on TCP has an address with a port.
      return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
    },
    async gatewayTo(addresses, options = {}) {
      const errors: string[] = []
      const gateway = await startGateway({
        upstreams: (['identity', 'market', 'live', 'web'] as const).map((name) => ({ name, address: () => addresses[name] })),
        environment: { PORT: 0, HOST: '127.0.0.1', TRUST_PROXY: options.trustedProxies ?? 0 },
        silenceMs: options.silenceMs ?? 2_000,
        metrics: createMetrics(),
        ...(options.isOpen !== undefined && { isOpen: options.isOpen }),
        onError: (error, where) => errors.push(`${where}: ${String(error)}`),
      })
      closing.push(gateway.stop)
      return { ...gateway, base: `http://127.0.0.1:${gateway.port}`, errors }
    },
    async speakTo(port, first) {
      // A client that does not hang up because the other side did.
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
      closing.push(() => socket.destroy())
      let heard = ''
      socket.on('data', (part) => {
        heard += part.toString()
      })
      await once(socket, 'connect')
      socket.write(first)
      return { socket, heard: () => heard }
    },
    closeAfter: (close) => closing.push(close),
  }
}

/** Answers with what it heard, as the service of this name. */
export const echo = (name: string) => (req: IncomingMessage, res: ServerResponse) =>
  res.setHeader('Content-Type', 'application/json').end(JSON.stringify({ name, url: req.url, method: req.method, headers: req.headers }))
