import { useEffect } from 'react'

/** The title of the page, as in the tab and in the history. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title !== undefined) document.title = title === 'Filature' ? title : `${title} · Filature`
  }, [title])
}
