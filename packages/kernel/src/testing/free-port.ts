import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below the ports that systems hand out by themselves: from 32768 on Linux, from 49152 elsewhere (RFC 6335 §6). */
const [LOWEST, COUNT] = [20_000, 12_000]

/**
 * A port of this machine that nobody listens on, for a server whose address must be known before it opens or has to stay the
 * same when it is started again. No connection and no server that takes any port gets it in between.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + Math.floor(Math.random() * COUNT)
    const server = createServer().listen(port, '127.0.0.1')
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!isFree) continue
    server.close()
    await once(server, 'close')
    return port
  }
}
