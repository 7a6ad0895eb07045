import { type RefObject, useLayoutEffect, useRef } from 'react'

interface Slot {
  readonly ref: RefObject<HTMLDivElement | null>
  readonly onFocus: () => void
  readonly onBlur: () => void
}

const REACHABLE = 'button:not(:disabled), a[href], input:not(:disabled)'

/**
 * For a slot whose content is replaced by what one does in it: when what had the focus goes, the last key that stands there
 * now has it; the slot itself where it can have the focus (`tabIndex={-1}`), so that no second press of a key is another act.
 * Never takes it from elsewhere, and never moves the page. A field comes only after keys: on a phone it would open the
 * keyboard.
 */
export function useFocusHandedOn(): Slot {
  const ref = useRef<HTMLDivElement>(null)
  // React says nothing of a blur that it causes itself by taking an element away: then this is still true.
  const inside = useRef(false)
  useLayoutEffect(() => {
    const slot = ref.current
    if (slot === null || !inside.current || slot.contains(document.activeElement)) return
    inside.current = false
    if (document.activeElement !== null && document.activeElement !== document.body) return
    const keys = [...slot.querySelectorAll<HTMLElement>(REACHABLE)].filter((key) => key.closest('[role=alert]') === null)
    const next = keys.findLast((key) => key instanceof HTMLButtonElement) ?? keys.at(-1)
    const heir = slot.hasAttribute('tabindex') ? slot : next
    heir?.focus({ preventScroll: true })
  })
  return {
    ref,
    onFocus: () => {
      inside.current = true
    },
    onBlur: () => {
      inside.current = false
    },
  }
}
