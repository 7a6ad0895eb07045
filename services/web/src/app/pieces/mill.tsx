import { useQuery } from '@tanstack/react-query'
import drawn from '../art/mill.svg?url'
import { innerOf } from './svg-text.ts'

const LANDSCAPE = '0 0 1280 400'
const POSTER = '566 -70 640 470'
const SUN = '<circle cx="1060" cy="30" r="46" fill="var(--astre)" fill-opacity=".85"/>'

/** What the page already holds when the server sent the mill with it. */
let kept: string | undefined
export function keepMill(page: ParentNode): void {
  kept = page.querySelector('svg.mill')?.innerHTML
}

/**
 * The old mill by the Clain. Drawn inside the page, not as a picture: its inks follow the theme, and at night its windows
 * are lit. `poster` shows the building close, under sun or moon.
 */
export function Mill({ view }: { readonly view: 'landscape' | 'poster' }) {
  const { data } = useQuery({
    queryKey: ['mill'],
    queryFn: async () => innerOf(await (await fetch(drawn)).text()),
    ...(kept !== undefined && { initialData: kept }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const poster = view === 'poster'
  return (
    <svg
      className={poster ? undefined : 'mill'}
      viewBox={poster ? POSTER : LANDSCAPE}
      preserveAspectRatio={poster ? 'xMidYMax slice' : undefined}
      aria-hidden="true"
      fill="none"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: our own drawing, from our own server
      dangerouslySetInnerHTML={{ __html: `${poster ? SUN : ''}${data ?? ''}` }}
    />
  )
}
