import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from '@swc/core'
import { describe, expect, it } from 'vitest'
import { french } from '../words/spacing.ts'
import { type Namespace, type Texts, texts } from './namespaces.ts'

const APP = join(import.meta.dirname, '..')
const NAMESPACES = Object.keys(texts.fr) as Namespace[]
const SOURCES = readdirSync(APP, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts$/.test(file) && !/^i18n\/(fr|en)\//.test(file))
  .map((file) => ({ file, source: readFileSync(join(APP, file), 'utf8') }))

/** `session.title` → text, for every leaf. */
function leaves(bundle: Texts, prefix = ''): readonly (readonly [key: string, text: string])[] {
  return Object.entries(bundle).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : leaves(value, `${prefix}${key}.`),
  )
}

const withoutPlural = (key: string) => key.replace(/_(one|other|many|zero|two|few)$/, '')

async function bundle(locale: 'fr' | 'en', namespace: Namespace) {
  return leaves((await texts[locale][namespace]()).default)
}

describe('texts of the interface', () => {
  it.each(NAMESPACES)('%s says in English everything that it says in French', async (namespace) => {
    const [fr, en] = await Promise.all([bundle('fr', namespace), bundle('en', namespace)])
    expect(en.map(([key]) => key).sort()).toEqual(fr.map(([key]) => key).sort())
  })

  it.each(NAMESPACES)('%s uses the same values in both languages', async (namespace) => {
    const [fr, en] = await Promise.all([bundle('fr', namespace), bundle('en', namespace)])
    const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}|<(\w+)>/g)].map(([whole]) => whole).sort()
    const inEnglish = new Map(en)
    for (const [key, text] of fr) expect([key, values(inEnglish.get(key) ?? '')]).toEqual([key, values(text)])
  })

  it.each(NAMESPACES)('%s holds no text that no screen shows', async (namespace) => {
    const literals = new Set(SOURCES.flatMap(({ source }) => [...source.matchAll(/['"`]([\w:.-]+)['"`]/g)].map(([, text]) => text)))
    const patterns = SOURCES.flatMap(({ source }) => [...source.matchAll(/`([\w:.-]*)\$\{[^`]*?\}([\w.-]*)`/g)])
      .filter(([, before = '']) => before.includes('.'))
      .map(([, before = '', after = '']) => ({ before: before.replace(/^\w[\w-]*:/, ''), after }))
    const used = (key: string) =>
      literals.has(key) ||
      literals.has(`${namespace}:${key}`) ||
      patterns.some(({ before, after }) => key.startsWith(before) && key.endsWith(after) && key.length > before.length + after.length)
    const keys = [...new Set((await bundle('fr', namespace)).map(([key]) => withoutPlural(key)))]
    expect(keys.filter((key) => !used(key))).toEqual([])
  })

  it('finds every text that a screen asks for by name', async () => {
    const known = new Set<string>()
    for (const namespace of NAMESPACES) {
      for (const [key] of await bundle('fr', namespace)) known.add(`${namespace}:${withoutPlural(key)}`)
    }
    const missing = SOURCES.flatMap(({ file, source }) => {
      const namespaces = [...source.matchAll(/useTranslation\((?:\['?)?'?([\w-]*)'?/g)].map(([, name]) => name || 'common')
      return [...source.matchAll(/\bt\(\s*'([\w:.-]+)'/g)].flatMap(([, key = '']) => {
        const candidates = key.includes(':')
          ? [key]
          : [...namespaces, ...(namespaces.length === 0 ? NAMESPACES : [])].map((name) => `${name}:${key}`)
        return candidates.some((candidate) => known.has(candidate)) ? [] : [`${file}: ${key}`]
      })
    })
    expect(missing).toEqual([])
  })

  it.each(NAMESPACES)('%s lets no French sign begin a line', async (namespace) => {
    const broken = (await bundle('fr', namespace)).filter(([, text]) => / [:;!?»]|« |\d (€|kg|km|m²|min)\b/.test(french(text)))
    expect(broken).toEqual([])
  })

  it.each(NAMESPACES)('%s never says error, failure, invalid or submit', async (namespace) => {
    const harsh = /\b(erreur|échec|invalide|soumettre)\b/i
    expect((await bundle('fr', namespace)).filter(([, text]) => harsh.test(text))).toEqual([])
  })
})

describe('screens', () => {
  const SPOKEN = new Set(['aria-label', 'alt', 'placeholder', 'title'])
  /** Names, not words: the same in every language. */
  const NAMES = new Set(['Filature'])

  it('say nothing that is not in the texts', () => {
    const found = SOURCES.filter(({ file }) => file.endsWith('.tsx')).flatMap(({ file, source }) =>
      wordsIn(parseSync(source, { syntax: 'typescript', tsx: true })).map((text) => `${file}: ${text}`),
    )
    expect(found).toEqual([])
  })

  function wordsIn(node: unknown): string[] {
    if (Array.isArray(node)) return node.flatMap(wordsIn)
    if (typeof node !== 'object' || node === null) return []
    const found: string[] = []
    // The shape of swc's tree: every node names its type.
    const { type, value, name } = node as { type?: string; value?: unknown; name?: { value?: string } }
    if (type === 'JSXText' && typeof value === 'string' && isWord(value)) found.push(value.trim())
    if (type === 'JSXAttribute' && SPOKEN.has(name?.value ?? '') && isLiteral(value) && isWord(value.value)) found.push(value.value)
    return [...found, ...Object.values(node).flatMap(wordsIn)]
  }

  const isWord = (text: string) => /\p{L}{2}/u.test(text) && !NAMES.has(text.trim())

  function isLiteral(value: unknown): value is { readonly value: string } {
    return typeof value === 'object' && value !== null && 'type' in value && value.type === 'StringLiteral' && 'value' in value
  }
})
