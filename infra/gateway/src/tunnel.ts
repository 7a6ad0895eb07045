import { type IncomingMessage, request } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ForwardOptions, giveUpWhenSilent } from './forward.ts'
import { endToEnd, headersFor } from './headers.ts'
import { placeOf } from './upstream.ts'

/** A connection that became a websocket, to be ended when the gateway stops. */
export interface Tunnel {
  end(): void
}

/** Seconds after which a client that was turned away may try again. */
const RETRY_AFTER_S = 2

/** Live is away: the client comes back by itself. */
export function refuseUpgrade(client: Duplex): void {
  client.end(`HTTP/1.1 503 Service Unavailable\r\nRetry-After: ${RETRY_AFTER_S}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** Opens the same websocket at the service and ties both ends together; a refusal of the service is passed back as it is. */
export function tunnel(
  req: IncomingMessage,
  client: Duplex,
  head: Buffer,
  address: string,
  options: Omit<ForwardOptions, 'agent'>,
  opened: (tunnel: Tunnel) => void,
): void {
  // A client that goes away before there is a tunnel is no fault of anybody's.
  client.on('error', () => client.destroy())
  const asked = request({
    ...placeOf(address),
    path: req.url,
    headers: [...headersFor(req, options.trustedProxies), 'Connection', 'Upgrade', 'Upgrade', req.headers.upgrade ?? 'websocket'],
    agent: false,
  })
  giveUpWhenSilent(asked, options.silenceMs)
  asked.on('upgrade', (answer, service, firstBytes) => {
    asked.setTimeout(0)
    service.setTimeout(0)
    service.on('error', () => client.destroy())
    const end = () => {
      client.destroy()
      service.destroy()
    }
    client.on('close', end)
    service.on('close', end)
    client.write(
      headOf(answer, [
        ['Connection', 'Upgrade'],
        ['Upgrade', answer.headers.upgrade ?? 'websocket'],
      ]),
    )
    if (firstBytes.length > 0) client.write(firstBytes)
    if (head.length > 0) service.write(head)
    client.pipe(service)
    service.pipe(client)
    opened({ end })
  })
  asked.on('response', (answer) => {
    client.write(headOf(answer, [['Connection', 'close']]))
    answer.pipe(client)
  })
  asked.on('error', () => {
    if (client.writable) refuseUpgrade(client)
  })
  asked.end()
}

function headOf(answer: IncomingMessage, ofTheConnection: readonly (readonly [string, string])[]): string {
  const lines = [...endToEnd(answer), ...ofTheConnection].map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage ?? ''}\r\n${lines.join('')}\r\n`
}
