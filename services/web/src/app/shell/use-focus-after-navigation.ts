import { useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

/** How many pages back the focus is remembered. */
const MOST_REMEMBERED = 50

/**
 * After navigation the heading has the focus, so that a reader begins where the page begins; going back, whatever had it
 * when the page was left. Not on the first page, not on a mere filter, and not where the screen moved it already.
 */
export function useFocusAfterNavigation(): void {
  const router = useRouter()
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const before = useRef<string | undefined>(undefined)
  const left = useRef(new Map<string, string>())
  const goesBack = useRef(false)

  useEffect(
    () =>
      router.history.subscribe(({ action }) => {
        goesBack.current = action.type === 'BACK' || action.type === 'FORWARD' || action.type === 'GO'
      }),
    [router],
  )
  useEffect(
    () =>
      router.subscribe('onBeforeNavigate', ({ fromLocation }) => {
        const key = fromLocation?.state.__TSR_key
        const address = document.activeElement === null ? undefined : addressOf(document.activeElement)
        if (key === undefined || address === undefined) return
        left.current.set(key, address)
        const oldest = left.current.keys().next().value
        if (left.current.size > MOST_REMEMBERED && oldest !== undefined) left.current.delete(oldest)
      }),
    [router],
  )

  useEffect(() => {
    const first = before.current === undefined
    const moved = before.current !== path
    before.current = path
    if (first || !moved || path === undefined) return
    const address = goesBack.current ? left.current.get(router.latestLocation.state.__TSR_key ?? '') : undefined
    const element = (address === undefined ? null : document.querySelector<HTMLElement>(address)) ?? heading()
    element?.focus({ preventScroll: true })
  }, [path, router])
}

function heading(): HTMLElement | null {
  const found = document.querySelector<HTMLElement>('main h1')
  if (found !== null) found.tabIndex = -1
  return found
}

/** A selector that finds the same thing again when the page is drawn anew: its id, or where its link leads. */
function addressOf(element: Element): string | undefined {
  if (element.id !== '') return `#${CSS.escape(element.id)}`
  const href = element.getAttribute('href')
  return href === null ? undefined : `main a[href="${CSS.escape(href)}"], a[href="${CSS.escape(href)}"]`
}
