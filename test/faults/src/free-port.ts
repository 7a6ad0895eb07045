import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port that was free a moment ago, for a place whose address must be known before it is open. */
export async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('a listening server has a port')
  return address.port
}
