import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Rules of the application's sources that no type can hold. */
const HERE = import.meta.dirname
const SOURCES = readdirSync(HERE, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.test.ts'))
  .map((name) => ({ name, text: readFileSync(join(HERE, name), 'utf8') }))

const using = (pattern: RegExp) => SOURCES.filter(({ text }) => pattern.test(text)).map(({ name }) => name)

test('what is compared with an instant of the server is told by the server’s clock', () => {
  // A wish kept through the sign-in is written and read by the same device.
  expect(using(/Date\.now\(\)|new Date\(\)/)).toEqual(['live/server-time.ts', 'session/pending-act.ts'])
})

test('the words of a no come from one place, which has some also where the server could not be asked', () => {
  const outsideTheApi = using(/problem\.detail|\{[^}]*\bdetail\b[^}]*\} = .*problem/).filter((name) => !name.startsWith('api/'))
  expect(outsideTheApi).toEqual([])
})
