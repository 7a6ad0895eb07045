import { useQuery } from '@tanstack/react-query'
import { notify } from '../api/client.ts'
import { forget, type LiveState, useLive, versionOf } from '../live/store.ts'
import { useRoom } from '../live/use-room.ts'
import { usePerson } from '../session/use-person.ts'

interface InboxState extends LiveState {
  readonly unread: number
}

/**
 * What was told before the question and no more since then is past: the private room tells nothing of what happened while
 * the socket was away.
 */
export async function readUnread() {
  const told = versionOf('inbox')
  const summary = await notify('GET /inbox/summary', {})
  if (versionOf('inbox') === told) forget(['inbox'])
  return summary
}

/** Unread messages of whoever is signed in: asked once, then kept by the live room `me`. */
export function useUnread(): number {
  const person = usePerson()
  const { data } = useQuery({
    queryKey: ['inbox', 'summary', person?.id],
    queryFn: readUnread,
    enabled: person !== undefined,
  })
  useRoom(person === undefined ? undefined : 'me')
  const told = useLive<InboxState>(person === undefined ? '' : 'inbox')
  if (person === undefined) return 0
  return told?.unread ?? data?.unread ?? 0
}
