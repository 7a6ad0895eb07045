import { useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

/** How many pages back the focus is remembered. */
const MOST_REMEMBERED = 50

/**
 * After navigation the heading has the focus, so that a reader begins where the page begins; going back, whatever had it
 * when the page was left. Not on the first page, not on a mere filter, not for a dialog over the same page.
 */
export function useFocusAfterNavigation(): void {
  const router = useRouter()
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const before = useRef<string | undefined>(undefined)
  const left = useRef(new Map<string, string>())
  const goesBack = useRef(false)
  const headingLeft = useRef<{ readonly element: Element | null; readonly words: string | null }>({ element: null, words: null })

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
        const element = document.querySelector('main h1')
        headingLeft.current = { element, words: element?.textContent ?? null }
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
    // A dialog over the page opened or closed: it takes the focus and gives it back by itself.
    const { element, words } = headingLeft.current
    if (element?.isConnected === true && element.textContent === words) return
    const address = goesBack.current ? left.current.get(router.latestLocation.state.__TSR_key ?? '') : undefined
    return focusOnceThere(() => (address === undefined ? null : document.querySelector<HTMLElement>(address)) ?? heading())
  }, [path, router])
}

/** Now, or as soon as the page has it: screens whose data are on the way have no heading yet. Not when the person went on by then. */
function focusOnceThere(find: () => HTMLElement | null): (() => void) | undefined {
  const element = find()
  const main = document.getElementById('contenu')
  if (element !== null || main === null) return void element?.focus({ preventScroll: true })
  const held = document.activeElement
  const observer = new MutationObserver(() => {
    const late = find()
    if (late === null) return
    observer.disconnect()
    if (document.activeElement === held || document.activeElement === document.body) late.focus({ preventScroll: true })
  })
  observer.observe(main, { childList: true, subtree: true })
  return () => observer.disconnect()
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
