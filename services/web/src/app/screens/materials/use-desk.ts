import { useSyncExternalStore } from 'react'

const DESK = '(min-width: 62em)'

/** Wide enough for columns: choices open in the middle instead of from below. */
export function useDesk(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const query = window.matchMedia(DESK)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => window.matchMedia(DESK).matches,
  )
}
