import { once } from 'node:events'
import { ServerMissing } from './missing.ts'
import type { RunningServer } from './server.ts'

/** EX_UNAVAILABLE of sysexits(3). */
const EXIT_UNAVAILABLE = 69

/**
 * A program that starts servers, waits until it is interrupted, and stops them, the last one first. `keep` takes each server
 * as soon as it runs, so that those are stopped too which ran when a later one could not be started.
 */
export async function runUntilInterrupted(start: (keep: (server: RunningServer) => void) => Promise<void>): Promise<void> {
  const running: RunningServer[] = []
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  try {
    await start((server) => {
      running.push(server)
    })
    await interrupted
  } catch (error) {
    if (!(error instanceof ServerMissing)) throw error
    console.error(error.message)
    process.exitCode = EXIT_UNAVAILABLE
  } finally {
    for (const server of running.reverse()) await server.stop()
  }
}
