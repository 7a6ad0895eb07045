import MiniSearch from 'minisearch'
import { wordsOf } from './text.ts'

/** What the words of a search are looked for in; the first counts most. */
export interface SearchText {
  readonly title: string
  readonly family: string
  readonly more: string
}

interface Indexed extends SearchText {
  readonly lotId: string
}

export interface TextIndex {
  put(lotId: string, text: SearchText): void
  remove(lotId: string): void
  /** Score by lot. `approximate` when no lot has all the words and near spellings were taken. */
  find(words: string): { readonly scores: ReadonlyMap<string, number>; readonly approximate: boolean }
}

/** Share of a word's letters that may differ when nothing matches as written. */
const FUZZY = 0.3

export function createTextIndex(): TextIndex {
  const texts = new Map<string, string>()
  const index = new MiniSearch<Indexed>({
    idField: 'lotId',
    fields: ['title', 'family', 'more'],
    tokenize: wordsOf,
    // `wordsOf` has already made the words what they are compared as.
    processTerm: (word) => word,
    // One letter alone begins half of all words: it only stands for itself.
    searchOptions: { combineWith: 'AND', prefix: (word) => word.length > 1, boost: { title: 3, family: 2 } },
  })

  return {
    put(lotId, text) {
      const known = JSON.stringify(text)
      if (texts.get(lotId) === known) return
      if (texts.has(lotId)) index.discard(lotId)
      texts.set(lotId, known)
      index.add({ lotId, ...text })
    },
    remove(lotId) {
      if (texts.delete(lotId)) index.discard(lotId)
    },
    find(words) {
      const exact = index.search(words)
      const approximate = exact.length === 0
      const results = approximate ? index.search(words, { fuzzy: FUZZY }) : exact
      return { scores: new Map(results.map(({ id, score }) => [String(id), score])), approximate: approximate && results.length > 0 }
    },
  }
}
