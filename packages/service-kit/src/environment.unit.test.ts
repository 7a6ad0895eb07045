import { expect, test } from 'vitest'
import { commonEnvironment, parseEnvironment } from './environment.ts'

test('defaults are enough', () => {
  expect(parseEnvironment(commonEnvironment, {})).toMatchObject({ PORT: 8080, DATA_DIR: './data' })
})

test('a wrong variable is named with its rule and its meaning', () => {
  expect(() => parseEnvironment(commonEnvironment, { PORT: 'eighty', LOG_LEVEL: 'loud' })).toThrow(
    /PORT="eighty".*HTTP port[\s\S]*LOG_LEVEL="loud"/,
  )
})

test('the rule of a wrong variable is said in words, without the library’s', () => {
  const said = () => parseEnvironment(commonEnvironment, { PORT: 'eighty', REQUESTS_PER_MINUTE: '-1', LOG_LEVEL: 'loud' })
  expect(said).toThrow(/PORT="eighty": Give a number\. — HTTP port/)
  expect(said).toThrow(/REQUESTS_PER_MINUTE="-1": Give 0 or more\. — /)
  expect(said).toThrow(/LOG_LEVEL="loud": Choose one of: fatal, error, /)
})

test('an empty variable counts as not set, and so does one of blanks', () => {
  expect(parseEnvironment(commonEnvironment, { PORT: '' }).PORT).toBe(8080)
  expect(parseEnvironment(commonEnvironment, { PORT: ' ' }).PORT).toBe(8080)
})
