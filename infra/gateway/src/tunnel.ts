import { type IncomingMessage, request } from 'node:http'
import { type Duplex, pipeline } from 'node:stream'
import { refuseUpgrade } from './away.ts'
import { type ForwardOptions, giveUpWhenSilent } from './forward.ts'
import { endToEnd, headersFor } from './headers.ts'
import { placeOf } from './upstream.ts'

/**
 * Opens the same websocket at the service and ties both ends together until either closes; a refusal of the service is passed
 * back as it is. `away` is told why, once, when the service did not answer; the client is told too.
 */
export function tunnel(
  req: IncomingMessage,
  client: Duplex,
  head: Buffer,
  address: string,
  options: Omit<ForwardOptions, 'agent'>,
  away: (error: Error) => void,
): void {
  const asked = request({
    ...placeOf(address),
    path: req.url,
    headers: [...headersFor(req, options.trustedProxies), 'Connection', 'Upgrade', 'Upgrade', req.headers.upgrade ?? 'websocket'],
    agent: false,
  })
  giveUpWhenSilent(asked, options.silenceMs)
  let isAnswered = false
  asked.on('upgrade', (answer, service, firstBytes) => {
    isAnswered = true
    asked.setTimeout(0)
    service.setTimeout(0)
    // A broken socket closes, which is heard below.
    service.on('error', () => service.destroy())
    client.on('close', () => service.destroy())
    service.on('close', () => client.destroy())
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
  })
  asked.on('response', (answer) => {
    isAnswered = true
    client.write(headOf(answer, [['Connection', 'close']]))
    pipeline(answer, client, () => client.destroy())
  })
  asked.on('error', (error) => {
    if (isAnswered || client.destroyed) return
    away(error)
    refuseUpgrade(client)
  })
  // Nobody waits any more.
  client.on('close', () => asked.destroy())
  asked.end()
}

function headOf(answer: IncomingMessage, ofTheConnection: readonly (readonly [string, string])[]): string {
  const lines = [...endToEnd(answer), ...ofTheConnection].map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${answer.statusCode} ${answer.statusMessage ?? ''}\r\n${lines.join('')}\r\n`
}
