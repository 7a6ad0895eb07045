import { CODE_ALPHABET, readLotCode, showLotCode } from '@filature/contracts/materials/lot-code'
import { describe, expect, it } from 'vitest'
import { lotCodeOf } from './lot-code.ts'

const codes = Array.from({ length: 2_000 }, (_, index) => lotCodeOf(`lot_${index}`))

describe('lot codes', () => {
  it('are eleven plain characters, the same for the same lot, other for other lots', () => {
    expect(codes.every((code) => /^[0-9A-HJKMNP-TV-Z]{11}$/.test(code))).toBe(true)
    expect(lotCodeOf('lot_1')).toBe(codes[1])
    expect(new Set(codes).size).toBe(codes.length)
  })

  it('are read as people write them', () => {
    for (const code of codes.slice(0, 50)) {
      expect(readLotCode(showLotCode(code).toLowerCase())).toBe(code)
      expect(readLotCode(code.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(code)
    }
  })

  it('find every wrong character and every swap of two neighbours', () => {
    for (const code of codes.slice(0, 100)) {
      for (let at = 0; at < code.length; at += 1) {
        for (const other of CODE_ALPHABET) {
          if (other !== code[at]) expect(readLotCode(code.slice(0, at) + other + code.slice(at + 1))).toBeUndefined()
        }
        const next = code[at + 1]
        if (next !== undefined && next !== code[at]) {
          expect(readLotCode(code.slice(0, at) + next + code[at] + code.slice(at + 2))).toBeUndefined()
        }
      }
    }
  })

  it('are nothing else', () => {
    for (const text of ['', 'lot_1', '7K2M-94QX', 'ABCDEFGHIJK', 'é'.repeat(11)]) expect(readLotCode(text)).toBeUndefined()
  })
})
