import { useQuery } from '@tanstack/react-query'
import { notify } from '../api/client.ts'
import { type LiveState, useLive } from '../live/store.ts'
import { useRoom } from '../live/use-room.ts'
import { usePerson } from '../session/use-person.ts'

interface InboxState extends LiveState {
  readonly unread: number
}

/** Unread messages of whoever is signed in: asked once, then kept by the live room `me`. */
export function useUnread(): number {
  const person = usePerson()
  const { data } = useQuery({
    queryKey: ['inbox', 'summary', person?.id],
    queryFn: () => notify('GET /inbox/summary', {}),
    enabled: person !== undefined,
  })
  useRoom(person === undefined ? undefined : 'me')
  const told = useLive<InboxState>(person === undefined ? '' : 'inbox')
  if (person === undefined) return 0
  return told?.unread ?? data?.unread ?? 0
}
