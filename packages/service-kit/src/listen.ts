import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CommonEnvironment, ConfigurationError } from './environment.ts'

/**
 * Resolves with the port, once the server listens. Rejects with `ConfigurationError` when it cannot; `start` is what a person
 * types to start it, for the words of that.
 */
export async function listen(server: Server, { PORT, HOST }: Pick<CommonEnvironment, 'PORT' | 'HOST'>, start: string): Promise<number> {
  server.listen(PORT, HOST)
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') {
      throw new ConfigurationError(`HOST=${HOST} is not an address of this machine (${error.code}). Leave it out to listen on all of them.`)
    }
    const why = error.code === 'EADDRINUSE' ? 'is used by another program' : 'needs more rights'
    throw new ConfigurationError(`PORT=${PORT} ${why}. Free it, or choose another one: PORT=8081 ${start}`)
  })
  // A server that listens on TCP has an address with a port.
  return (server.address() as AddressInfo).port
}
