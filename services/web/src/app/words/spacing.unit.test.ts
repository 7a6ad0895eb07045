import { describe, expect, it } from 'vitest'
import { french } from './spacing.ts'

describe('French spacing', () => {
  it('lets no sign begin a line', () => {
    expect(french('Pas encore membre ? Oui ! Bientôt libéré : 2 ; fin')).toBe(
      'Pas encore membre\u202f? Oui\u202f! Bientôt libéré\u00a0: 2\u202f; fin',
    )
    expect(french('« la halle »')).toBe('«\u00a0la halle\u00a0»')
  })

  it('keeps a number with its unit', () => {
    expect(french('gardé 20 min, 12 kg, 3 places')).toBe('gardé 20\u00a0min, 12\u00a0kg, 3\u00a0places')
  })

  it('writes a curved apostrophe', () => {
    expect(french("l'eau")).toBe('l’eau')
  })
})
