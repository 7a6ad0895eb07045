import { createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { SoundConnection } from './sound-connection.ts'

/** A command of the driver, as far as its connection looks at it. */
const ping = { toBin: async () => [new Uint8Array([1])], moreToCome: false }

/** A connection of the driver to a server of our own, with both ends. */
async function connected() {
  const accepted = Promise.withResolvers<Socket>()
  const server = createServer((socket) => accepted.resolve(socket.on('error', () => {})))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { connect } = await import('node:net')
  // The server has just been given its port.
  const { port } = server.address() as { port: number }
  const socket = connect(port, '127.0.0.1')
  const connection = new SoundConnection(socket, { id: 1, generation: 0, hostAddress: { toString: () => '' } }) as SoundConnection & {
    writeCommand(command: unknown, options: object): Promise<void>
  }
  const far = await accepted.promise
  return { connection, socket, far, close: () => server.close() }
}

test('whoever is just writing hears that the socket closed without an error', async () => {
  const { connection, socket, far, close } = await connected()
  // A full socket: what is written waits for `drain`.
  socket.write = () => false
  const written = connection.writeCommand(ping, { agreedCompressor: 'none' })
  const heard = expect(written).rejects.toThrow(/closed/)
  far.end()
  await heard
  expect(connection.closed).toBe(true)
  close()
})
