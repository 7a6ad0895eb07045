import type { Query, QueryClient } from '@tanstack/react-query'
import { signedOut } from '../session/token.ts'
import { onJoined, onStates } from './rooms.ts'

/** What belongs to the person alone: read again when the room `me` says that it changed, and after every join of it. */
const OWN_QUERIES = [['my-order'], ['my-orders'], ['order'], ['orders'], ['holds'], ['wishes'], ['inbox']] as const

/** What was read so shortly before the first join came with the page itself, in milliseconds. */
const FRESH_MS = 1_000

export function followOwnChanges(queries: QueryClient): void {
  const reread = (isDue: (query: Query) => boolean = () => true) => {
    for (const queryKey of OWN_QUERIES) void queries.invalidateQueries({ queryKey, predicate: isDue })
  }
  let isFirst = true
  onJoined((rooms) => {
    if (!rooms.includes('me')) return
    if (isFirst) reread((query) => query.isStaleByTime(FRESH_MS))
    else reread()
    isFirst = false
  })
  onStates((room, states) => {
    if (room !== 'me') return
    if (states.some(({ id }) => id === 'rights')) void signedOut('renew')
    if (states.some(({ id }) => id !== 'rights')) reread()
  })
}
