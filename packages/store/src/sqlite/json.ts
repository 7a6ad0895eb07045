import { StoreCorrupt } from '../port.ts'

/** The text of a value, made before the write lock is taken. null for undefined. */
export function jsonText(value: unknown): string | null {
  return JSON.stringify(value) ?? null
}

const texts = new WeakMap<object, string>()

/**
 * The text of a list of which most items were written before: each item's text is made once and kept as long as the item.
 * For items that nobody changes.
 */
export function jsonTextOfMany(value: unknown): string | null {
  if (!Array.isArray(value)) return jsonText(value)
  const parts = value.map((item: unknown) => {
    if (typeof item !== 'object' || item === null) return jsonText(item) ?? 'null'
    let text = texts.get(item)
    if (text === undefined) {
      text = JSON.stringify(item)
      texts.set(item, text)
    }
    return text
  })
  return `[${parts.join(',')}]`
}

/** @throws StoreCorrupt naming the place when the text is not JSON. */
export function jsonValue(text: string | null, file: string, place: string): unknown {
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new StoreCorrupt(`${file}: ${place} does not hold JSON. Put a backup in its place`, { cause: error })
  }
}
