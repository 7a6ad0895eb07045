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

test('an empty variable counts as not set', () => {
  expect(parseEnvironment(commonEnvironment, { PORT: '' }).PORT).toBe(8080)
})
