import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Html, html, type Piece } from '../pages/html.ts'
import type { Reader } from './reader.ts'

interface Chunk {
  readonly file: string
  readonly css?: readonly string[]
  readonly imports?: readonly string[]
}

/** The built page, cut at its marks, and what each source file became. */
export interface Template {
  /** Elements that fetch a route's code together with the page instead of after it. */
  preloads(sources: readonly string[]): Html
  fill(parts: {
    readonly reader: Reader
    readonly title: string
    readonly head: Piece
    readonly fragment: Piece
    readonly data: Piece
  }): string
}

const MARKS = ['<!--head-->', '<!--fragment-->', '<!--data-->'] as const

/** Throws when there is no build: the message says how to make one. */
export function readTemplate(distDir: string): Template {
  const page = readBuilt(join(distDir, 'index.html'))
  // Vite's own manifest, written by the build beside the page.
  const manifest = JSON.parse(readBuilt(join(distDir, '.vite/manifest.json'))) as Readonly<Record<string, Chunk>>
  for (const mark of MARKS) if (!page.includes(mark)) throw new Error(`the built page lacks ${mark}`)
  const entry = new Set([...reach(manifest, 'index.html')].map(({ file }) => file))

  // Titles are what one reads first: their font comes with the page, so that they do not change under the eye.
  const fonts = Object.values(manifest)
    .map(({ file }) => file)
    .filter((file) => file.endsWith('.woff2'))
    .map((file) => html`<link rel="preload" as="font" type="font/woff2" crossorigin href="/${file}">`)

  return {
    preloads(sources) {
      const chunks = new Set(sources.flatMap((source) => [...reach(manifest, source)]))
      const files = new Set([...chunks].map(({ file }) => file).filter((file) => !entry.has(file)))
      return html`${fonts}${[...files].map((file) => html`<link rel="modulepreload" crossorigin href="/${file}">`)}`
    },
    fill({ reader, title, head, fragment, data }) {
      const theme = reader.theme === undefined ? '' : ` data-theme="${reader.theme}"`
      const values: Readonly<Record<string, Piece>> = { '<!--head-->': head, '<!--fragment-->': fragment, '<!--data-->': data }
      return page
        .replace(/<html[^>]*>/, () => `<html lang="${reader.locale}"${theme}>`)
        .replace(/<title>[\s\S]*?<\/title>/, () => html`<title>${title}</title>`.markup)
        .replace(/<!--(?:head|fragment|data)-->/g, (mark) => html`${values[mark]}`.markup)
    },
  }
}

/** A chunk and everything it imports at once. */
function reach(manifest: Readonly<Record<string, Chunk>>, source: string, seen = new Set<Chunk>()): ReadonlySet<Chunk> {
  const chunk = manifest[source]
  if (chunk === undefined || seen.has(chunk)) return seen
  seen.add(chunk)
  for (const name of chunk.imports ?? []) reach(manifest, name, seen)
  return seen
}

function readBuilt(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`${file} is missing: run "npm run build" first`, { cause })
  }
}
