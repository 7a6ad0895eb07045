import { StoreCorrupt } from '../port.ts'

/** The text of a value, made before the write lock is taken. null for undefined. */
export function jsonText(value: unknown): string | null {
  return JSON.stringify(value) ?? null
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
