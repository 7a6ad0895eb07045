import { useEffect, useRef, useState } from 'react'
import type { Tone } from './tone.ts'

export type { Tone }
export type DrawingKind = 'produce' | 'materials' | 'scenes'

const VIEW_BOX: Readonly<Record<DrawingKind, string>> = { produce: '0 0 96 96', materials: '0 0 96 96', scenes: '0 0 320 200' }

/** Drawings that came inside the page, so that the application's first picture needs no request. */
const kept = new Map<string, string>()

/** Remembers the drawings of the page as the server sent it, before the application takes its place. */
export function keepDrawings(page: ParentNode): void {
  for (const svg of page.querySelectorAll<SVGSVGElement>('svg[data-drawing]')) {
    const name = svg.dataset['drawing']
    if (name !== undefined) kept.set(name, svg.innerHTML)
  }
}

/** Drawings are one-colour files used as masks, so that the hue comes from the tone around them. Fetched when they come near. */
export function Drawing({ kind, name, eager = false }: { readonly kind: DrawingKind; readonly name: string; readonly eager?: boolean }) {
  const place = useRef<SVGSVGElement>(null)
  const inside = kept.get(`${kind}/${name}`)
  const [near, setNear] = useState(eager || inside !== undefined)
  useEffect(() => {
    const element = place.current
    if (near || element === null) return
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true)
      },
      { rootMargin: '400px' },
    )
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [near])
  if (inside !== undefined) {
    return (
      <svg
        className="drawing"
        viewBox={VIEW_BOX[kind]}
        aria-hidden="true"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: our own file, put into the page by our own server
        dangerouslySetInnerHTML={{ __html: inside }}
      />
    )
  }
  return (
    <svg
      ref={place}
      className="drawing is-mask"
      viewBox={VIEW_BOX[kind]}
      aria-hidden="true"
      style={near ? { maskImage: `url("/drawings/${kind}/${name}.svg")` } : { background: 'none' }}
    />
  )
}

/** The drawing of a thing on its swatch of cloth. */
export function Tile({
  kind,
  name,
  tone,
  className = '',
  eager = false,
}: {
  readonly kind: 'produce' | 'materials'
  readonly name: string
  readonly tone: Tone
  readonly className?: string
  readonly eager?: boolean
}) {
  return (
    <span className={`tile tone-${tone} ${className}`}>
      <Drawing kind={kind} name={name} eager={eager} />
    </span>
  )
}
