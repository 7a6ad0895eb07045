import { describe, expect, it } from 'vitest'
import { optionsFrom, WHOLE } from './options.ts'

describe('the command line', () => {
  it('without a word, everything is measured and kept', () => {
    expect(optionsFrom([])).toEqual({ names: [], keep: true, sizes: WHOLE })
  })

  it('scenarios are named in any case, and sizes are given as numbers', () => {
    const { names, keep, sizes } = optionsFrom(['s1', 'S9', '--pairs', '2', '--seconds', '0.5', '--rounds', '3', '--million', '--no-keep'])
    expect({ names, keep }).toEqual({ names: ['S1', 'S9'], keep: false })
    expect(sizes).toMatchObject({ pairs: 2, seconds: 0.5, warmUpSeconds: 0.5, drainRounds: 3, scales: [1_000, 10_000, 100_000, 1_000_000] })
  })

  it('an option that is none, or no number, is refused by name', () => {
    expect(() => optionsFrom(['--pears', '2'])).toThrow('--pears')
    expect(() => optionsFrom(['--pairs', 'two'])).toThrow('--pairs two: has to be a number above 0')
    expect(() => optionsFrom(['--pairs', '0'])).toThrow('--pairs 0')
  })
})
