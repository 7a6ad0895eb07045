import { createRequire } from 'node:module'
import type { Socket } from 'node:net'

/** What is used of the driver's own class, which it does not export. */
interface DriverConnection {
  readonly closed: boolean
  readonly socket: Socket
  cleanup(error: Error): void
}

// The version is pinned; `sound-connection.int.test.ts` says when this is not there any more, or not needed any more.
const { Connection } = createRequire(import.meta.url)('mongodb/lib/cmap/connection.js') as {
  readonly Connection: new (...given: readonly unknown[]) => DriverConnection
}

/**
 * The driver's connection (7.8), which forgets whoever is just writing when its socket closes without an error: the write finds
 * no room, waits for `drain`, and a closed socket says no more. When that befalls the connection that watches over the server,
 * the driver never finds the server again. Here whoever waits on the socket hears why it closed.
 */
export class SoundConnection extends Connection {
  override cleanup(error: Error): void {
    const isFirst = !this.closed
    super.cleanup(error)
    if (isFirst) this.socket.emit('error', error)
  }
}
