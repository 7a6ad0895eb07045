import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from 'socket.io'
import { CHANGES_ROOM, messageOf, numbersOf, type PublishRequest } from '../load/changes.ts'
import { serveParent } from '../processes/child.ts'

/** socket.io as it comes, with a room and one emit for each change. */

const http = createServer()
const io = new Server(http)
io.on('connection', (socket) => {
  socket.on('join', async (_request: unknown, acknowledge: (reply: unknown) => void) => {
    await socket.join(CHANGES_ROOM)
    acknowledge({ refused: [] })
  })
})
http.listen(0, '127.0.0.1')
await once(http, 'listening')
// A server that listens on TCP has an address with a port.
const { port } = http.address() as AddressInfo

serveParent<PublishRequest | { readonly port: true }>(async (request) => {
  if ('port' in request) return port
  for (const number of numbersOf(request)) io.to(CHANGES_ROOM).emit('states', messageOf(number))
  return undefined
})
