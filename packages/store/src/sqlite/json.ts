import type { EventRecord } from '@filature/kernel/event'
import { eventFromText } from '@filature/kernel/event-text'
import { StoreCorrupt } from '../port.ts'

/** The text of a value, made before the write lock is taken. null for undefined. */
export function jsonText(value: unknown): string | null {
  return JSON.stringify(value) ?? null
}

/** @throws StoreCorrupt naming the place when the text is not JSON. */
export function jsonValue(text: string | null, file: string, place: string): unknown {
  return text === null ? undefined : parsed(text, JSON.parse, file, place)
}

/** @throws StoreCorrupt naming the place when the text is not JSON. */
export function eventIn(text: string, file: string, place: string): EventRecord {
  return parsed(text, eventFromText, file, place)
}

function parsed<Value>(text: string, parse: (text: string) => Value, file: string, place: string): Value {
  try {
    return parse(text)
  } catch (error) {
    throw new StoreCorrupt(`${file}: ${place} does not hold JSON. Put a backup in its place`, { cause: error })
  }
}
