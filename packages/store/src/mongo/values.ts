/**
 * Documents are JSON: what goes in comes out as it would from a JSON text. Their field names are data, and some of them
 * mean something to MongoDB, to its driver or to JavaScript; those are kept under another name: `%`, then the name with the
 * characters in question as `%` and two hexadecimal digits.
 */
const MEANS_SOMETHING = /^[$%]|[.\0]|^$|^__proto__$|^_bsontype$/

/** The name a field or key is kept under. Ordinary names are kept as they are. */
export function storedName(name: string): string {
  if (!MEANS_SOMETHING.test(name)) return name
  return `%${name.replace(/[%.$\0]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`)}`
}

export function originalName(name: string): string {
  if (!name.startsWith('%')) return name
  return name.slice(1).replace(/%([0-9a-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}

/** The value as the database keeps it; undefined for what JSON does not know. Often the very value that was given. */
export function storedValue(value: unknown): unknown {
  if (isPlain(value)) return value
  const text = JSON.stringify(value)
  return text === undefined ? undefined : renamed(JSON.parse(text), storedName)
}

/** The opposite of `storedValue`. May change `value` in place: it is what the driver has just read. */
export function originalValue(value: unknown): unknown {
  return renamed(value, originalName)
}

/** Whether the driver would keep exactly what JSON would: nothing dropped, nothing converted, no name in question. */
function isPlain(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean'
  if (value === null) return true
  if (Array.isArray(value)) return value.every(isPlain)
  if (Object.getPrototypeOf(value) !== Object.prototype) return false
  return Object.entries(value).every(([name, member]) => !MEANS_SOMETHING.test(name) && isPlain(member))
}

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    for (const [position, member] of value.entries()) value[position] = renamed(member, rename)
    return value
  }
  // An object that JSON or the driver made: its own fields and nothing else.
  const fields = value as Record<string, unknown>
  const names = Object.keys(fields)
  if (names.every((name) => rename(name) === name)) {
    for (const name of names) fields[name] = renamed(fields[name], rename)
    return fields
  }
  // `fromEntries` defines fields, so `__proto__` is one like any other.
  return Object.fromEntries(names.map((name) => [rename(name), renamed(fields[name], rename)]))
}
