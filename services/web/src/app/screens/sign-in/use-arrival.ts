import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect } from 'react'
import { waitingAct } from '../../session/pending-act.ts'
import { currentPerson, onOtherPerson, type Person, signedIn } from '../../session/token.ts'

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

/** Back to where sign-in was asked from. */
export function useGoBack(): () => Promise<void> {
  const navigate = useNavigate()
  const back = useReturnPath()
  return useCallback(() => {
    const { pathname, search } = new URL(back, location.origin)
    // A path of ours with its own search: the router takes it as written.
    return navigate({ to: pathname, search: Object.fromEntries(new URLSearchParams(search)) as never, replace: true })
  }, [navigate, back])
}

/** What every way of signing in ends with. */
export function useArrival(): (answer: Arrived) => Promise<void> {
  const goBack = useGoBack()
  return useCallback(
    (answer) => {
      signedIn(answer)
      return goBack()
    },
    [goBack],
  )
}

/** Whoever signs in in another window of this browser, by the link of a mail for instance, need not do it here once more. */
export function useFollowOtherWindow(): void {
  const goBack = useGoBack()
  useEffect(
    () =>
      onOtherPerson((_before, where) => {
        if (where === 'elsewhere' && currentPerson() !== undefined) void goBack()
      }),
    [goBack],
  )
}
