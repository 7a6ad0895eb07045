import { useSyncExternalStore } from 'react'
import { serverNowMs } from './server-time.ts'

/** Whether the figures on screen are those of now, or may be old, and since when (epoch milliseconds, server's clock). */
export interface Connection {
  readonly stale: boolean
  readonly since: number
}

/** So long the socket may be away before figures are marked, in milliseconds. */
export const STALE_AFTER_MS = 3_000

let connection: Connection = { stale: false, since: serverNowMs() }
let staleTimer: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

function tell(next: Connection): void {
  connection = next
  for (const listener of listeners) listener()
}

/** The socket is gone. Every try that fails says so, too: a loss is as old as its first word. */
export function lost(): void {
  if (staleTimer !== undefined || connection.stale) return
  const since = serverNowMs()
  staleTimer = setTimeout(() => {
    staleTimer = undefined
    tell({ stale: true, since })
  }, STALE_AFTER_MS)
}

/** Every room on screen has told what is. A socket that is open again has not: until then figures are as old as the loss. */
export function upToDate(): void {
  clearTimeout(staleTimer)
  staleTimer = undefined
  if (connection.stale) tell({ stale: false, since: serverNowMs() })
}

export const currentConnection = (): Connection => connection

/** `stale` three seconds after the socket was lost: figures are then marked with the time they were true. */
export function useConnection(): Connection {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, currentConnection)
}
