import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Html, ownMarkup } from '../pages/html.ts'

/** Our own pictures as elements of a page. Each is read once; one that does not exist is undefined. */
export interface Art {
  /** Takes its ink from around it; the application finds it again by `data-drawing`. */
  drawing(kind: 'produce' | 'materials' | 'scenes', name: string): Html | undefined
  icon(name: string): Html | undefined
  readonly mark: Html | undefined
  readonly mill: Html | undefined
}

/** `sources` is the folder of the service's sources, where the application's pictures lie. */
export function readArt(sources: string): Art {
  const known = new Map<string, Html | undefined>()
  const once = (path: string, attributes: string): Html | undefined => {
    if (!known.has(path)) known.set(path, read(join(sources, path), attributes))
    return known.get(path)
  }
  return {
    drawing(kind, name) {
      // Names come from our tables and from the families of the materials library: still never a path.
      if (!/^[a-z0-9-]+$/.test(name)) return undefined
      return once(`drawings/${kind}/${name}.svg`, `class="drawing" data-drawing="${kind}/${name}"`)
    },
    icon: (name) => once(`app/icons/${name}.svg`, 'class="icon"'),
    mark: once('app/art/mark.svg', ''),
    mill: once('app/art/mill.svg', 'class="mill"'),
  }
}

/** The file as an element of ours: its own name, size and class give way to the page's. */
function read(file: string, attributes: string): Html | undefined {
  try {
    const svg = readFileSync(file, 'utf8').replace(/<\?xml[^>]*>/, '')
    const opening = /<svg[^>]*>/.exec(svg)?.[0] ?? ''
    const kept = ['viewBox', 'fill', 'stroke', 'stroke-width', 'stroke-linecap', 'stroke-linejoin'].flatMap((name) => {
      const value = new RegExp(`\\s${name}="([^"]*)"`).exec(opening)?.[1]
      return value === undefined ? [] : [`${name}="${value}"`]
    })
    return ownMarkup(
      svg
        .replace(opening, `<svg ${attributes} ${kept.join(' ')} aria-hidden="true">`)
        .replace(/\n\s*/g, '')
        .trim(),
    )
  } catch {
    return undefined
  }
}
