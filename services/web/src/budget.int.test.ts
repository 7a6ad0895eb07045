import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { PAGE_ROUTES } from './pages/routes.ts'

const DIST = join(import.meta.dirname, '../dist')
const MANIFEST = join(DIST, '.vite/manifest.json')
const KB = 1_024

interface Chunk {
  readonly file: string
  readonly css?: readonly string[]
  readonly imports?: readonly string[]
}

// Written by the build that `npm test` runs before; run alone without one, these say so.
describe.skipIf(!existsSync(MANIFEST))('what a first visit loads (needs "npm run build")', () => {
  const manifest = existsSync(MANIFEST) ? (JSON.parse(readFileSync(MANIFEST, 'utf8')) as Readonly<Record<string, Chunk>>) : {}

  function reach(source: string, seen = new Set<Chunk>()): ReadonlySet<Chunk> {
    const chunk = manifest[source]
    if (chunk === undefined || seen.has(chunk)) return seen
    seen.add(chunk)
    for (const name of chunk.imports ?? []) reach(name, seen)
    return seen
  }

  const size = (files: Iterable<string>) =>
    [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length, 0) / KB
  const isPublic = ({ build, path }: (typeof PAGE_ROUTES)[number]) => build !== undefined || path === '/connexion' || path === '/marche'

  it('every screen that a page preloads is part of the build', () => {
    const sources = PAGE_ROUTES.flatMap((route) => route.sources.map((source) => source.replace('{locale}', 'fr')))
    expect([...new Set(sources)].filter((source) => manifest[source] === undefined)).toEqual([])
  })

  for (const route of PAGE_ROUTES) {
    const most = isPublic(route) ? 165 : 240
    it.each(['fr', 'en'])(`${route.path} in %s: at most ${most} KB of script`, (locale) => {
      const words = ['common', 'refusals'].map((name) => `src/app/i18n/${locale}/${name}.ts`)
      const sources = ['index.html', ...words, ...route.sources.map((source) => source.replace('{locale}', locale))]
      const files = new Set(sources.flatMap((source) => [...reach(source)].map(({ file }) => file)))
      expect(size(files)).toBeLessThanOrEqual(most)
    })
  }

  it('at most 16 KB of styles', () => {
    expect(size(new Set(Object.values(manifest).flatMap(({ css }) => css ?? [])))).toBeLessThanOrEqual(16)
  })

  it('sends no validator and no socket with the first screen', () => {
    const first = PAGE_ROUTES.flatMap(({ sources }) => ['index.html', ...sources]).flatMap((source) =>
      [...reach(source)].map(({ file }) => file),
    )
    for (const file of new Set(first)) {
      const code = readFileSync(join(DIST, file), 'utf8')
      expect([file, /ZodError|engine\.io/.test(code)]).toEqual([file, false])
    }
  })
})
