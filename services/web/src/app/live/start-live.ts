import type { QueryClient } from '@tanstack/react-query'
import { followOwnChanges } from './own-changes.ts'
import { readWhatLeft } from './read-what-left.ts'
import { openSocket } from './socket.ts'

/** Begins the connection, and lets what screens have read follow it. Called once, after the first paint. */
export function startLive(queries: QueryClient): void {
  followOwnChanges(queries)
  readWhatLeft(queries)
  openSocket()
}
