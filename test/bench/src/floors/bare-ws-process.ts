import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { messageOf, numbersOf, type PublishRequest } from '../load/changes.ts'
import { serveParent } from '../processes/child.ts'

/** The least one writes with ws: each change becomes a text once and is sent to every socket, as its manual shows it. */

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
await once(server, 'listening')
// A server that listens on TCP has an address with a port.
const { port } = server.address() as AddressInfo

serveParent<PublishRequest | { readonly port: true }>(async (request) => {
  if ('port' in request) return port
  for (const number of numbersOf(request)) {
    const text = `42${JSON.stringify(['states', messageOf(number)])}`
    for (const client of server.clients) client.send(text)
  }
  return undefined
})
