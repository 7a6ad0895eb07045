import { DEFAULT_WRITE_LIMITS } from '@filature/kernel/write-limits'
import { expect, test } from 'vitest'
import { ConfigurationError, parseEnvironment } from './environment.ts'
import { writeEnvironment, writeLimitsOf } from './write-environment.ts'

test('what nobody sets is as the write path has it', () => {
  expect(writeLimitsOf(parseEnvironment(writeEnvironment, {}))).toEqual(DEFAULT_WRITE_LIMITS)
})

test('every limit has a variable of its own', () => {
  const names = Object.keys(writeEnvironment.shape)
  const numbered = Object.fromEntries(names.map((name, at) => [name, String(at + 1)]))
  const limits = writeLimitsOf(parseEnvironment(writeEnvironment, numbered))
  expect(Object.values(limits).sort()).toEqual(names.map((_, at) => at + 1))
  expect(Object.keys(limits).sort()).toEqual(Object.keys(DEFAULT_WRITE_LIMITS).sort())
})

test('a commit of nothing is refused by name', () => {
  expect(() => parseEnvironment(writeEnvironment, { WRITE_COMMANDS_PER_COMMIT: '0' })).toThrow(ConfigurationError)
  expect(() => parseEnvironment(writeEnvironment, { WRITE_COMMANDS_PER_COMMIT: '0' })).toThrow(/WRITE_COMMANDS_PER_COMMIT="0"/)
})
