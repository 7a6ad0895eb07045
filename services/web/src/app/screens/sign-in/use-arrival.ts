import { useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { waitingAct } from '../../session/pending-act.ts'
import { type Person, signedIn } from '../../session/token.ts'

/** What every way of signing in answers. */
export interface Arrived {
  readonly token: string
  readonly expiresAt: string
  readonly member: Person
}

/** Only a path of this site: what is in the address bar may come from anywhere. */
function ownPath(path: string | undefined): string | undefined {
  return path !== undefined && /^\/(?![/\\])/.test(path) ? path : undefined
}

/** Where sign-in leads back to: where one was asked to, else to what is waiting, else to oneself. */
export function useReturnPath(): string {
  const { retour, returnTo } = useSearch({ from: '/connexion' })
  return ownPath(retour) ?? ownPath(returnTo) ?? waitingAct()?.returnTo ?? '/moi'
}

/** What every way of signing in ends with. */
export function useArrival(): (answer: Arrived) => Promise<void> {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const back = useReturnPath()
  return useCallback(
    async (answer) => {
      signedIn(answer)
      // Read again on the way; a service that does not answer keeps nobody at the door.
      void queries.invalidateQueries()
      const { pathname, search } = new URL(back, location.origin)
      // A path of ours with its own search: the router takes it as written.
      await navigate({ to: pathname, search: Object.fromEntries(new URLSearchParams(search)) as never, replace: true })
    },
    [queries, navigate, back],
  )
}
