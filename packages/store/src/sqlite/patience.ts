import { setTimeout as delay } from 'node:timers/promises'
import { StoreUnavailable } from '../port.ts'
import { isBusy, portError } from './engine-errors.ts'

/** The engine itself waits this long for a lock; beyond, waiting must not stop the rest of the process. */
export const ENGINE_WAIT_MS = 20

/**
 * Runs a job until no other process's lock is in its way. The job has no effect when it throws.
 * @throws StoreUnavailable when the lock outlasts `busyTimeoutMs`; any other failure in the words of the port
 */
export async function whenUnlocked<T>(file: string, busyTimeoutMs: number, job: () => T): Promise<T> {
  const deadline = performance.now() + busyTimeoutMs
  for (;;) {
    try {
      return job()
    } catch (error) {
      if (!isBusy(error)) throw portError(error, file)
      if (performance.now() >= deadline) {
        throw new StoreUnavailable(`${file} has been locked by another process for ${busyTimeoutMs} ms`, { cause: error })
      }
    }
    // Uneven pauses, so that processes that collided once do not collide again.
    await delay(1 + Math.random() * ENGINE_WAIT_MS)
  }
}
