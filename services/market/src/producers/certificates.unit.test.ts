import type { Certificate } from '@filature/contracts/market/producer'
import { describe, expect, it } from 'vitest'
import { labelsOn } from './certificates.ts'

const certificate = (id: string, label: Certificate['label'], to: string): Certificate => ({
  id,
  label,
  body: 'Organisme',
  number: id,
  from: '2030-01-01',
  to,
  categories: ['vegetables'],
})

describe('the labels of a product on a day', () => {
  it('[market 18] shows organic on the last day of its certificate and not on the day after', () => {
    const held = [certificate('crt_1', 'eu-organic', '2030-05-10')]
    expect(labelsOn(held, ['crt_1'], 'vegetables', '2030-05-10')).toEqual(['eu-organic'])
    expect(labelsOn(held, ['crt_1'], 'vegetables', '2030-05-11')).toEqual([])
  })

  it('[market 18] never shows organic for a Nature & Progrès farm', () => {
    const held = [certificate('crt_1', 'eu-organic', '2030-05-10'), certificate('crt_2', 'nature-progres', '2030-05-10')]
    expect(labelsOn(held, ['crt_1', 'crt_2'], 'vegetables', '2030-04-01')).toEqual(['nature-progres'])
  })

  it('shows a label only for the category it covers and the product that claims it', () => {
    const held = [certificate('crt_1', 'eu-organic', '2030-05-10')]
    expect(labelsOn(held, ['crt_1'], 'cheese', '2030-04-01')).toEqual([])
    expect(labelsOn(held, [], 'vegetables', '2030-04-01')).toEqual([])
  })
})
