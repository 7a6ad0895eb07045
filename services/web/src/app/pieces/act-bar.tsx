import { type ReactNode, useEffect } from 'react'

/** Phone: what it comes to and the one act, always in thumb's reach. `low`: on a page without the dock. */
export function ActBar({ label, low = false, children }: { readonly label: string; readonly low?: boolean; readonly children: ReactNode }) {
  useEffect(() => {
    document.body.classList.add('has-bar')
    return () => document.body.classList.remove('has-bar')
  }, [])
  return (
    <section className={`act-bar phone ${low ? 'low' : ''}`} aria-label={label}>
      {children}
    </section>
  )
}
