import type { QueryClient } from '@tanstack/react-query'
import { signedOut } from '../session/token.ts'
import { onJoined, onStates } from './socket.ts'

/** What belongs to the person alone: read again when the room `me` says that it changed, and after every join of it. */
const OWN_QUERIES = [['my-order'], ['my-orders'], ['order'], ['orders'], ['holds'], ['wishes'], ['inbox']] as const

export function followOwnChanges(queries: QueryClient): void {
  const reread = () => {
    for (const queryKey of OWN_QUERIES) void queries.invalidateQueries({ queryKey })
  }
  let firstJoin = true
  onJoined((rooms) => {
    if (!rooms.includes('me')) return
    // The first join comes with the page itself, whose data are fresh.
    if (!firstJoin) reread()
    firstJoin = false
  })
  onStates((room, states) => {
    if (room !== 'me') return
    if (states.some(({ id }) => id === 'rights')) void signedOut('renew')
    if (states.some(({ id }) => id !== 'rights')) reread()
  })
}
