import type { TFunction } from 'i18next'
import { lotAmount, unitSign } from '../../pieces/lot-units.ts'
import type { Locale } from '../../words/locale.ts'
import { NB, number } from '../../words/numbers.ts'
import type { Lot } from './lot-data.ts'

type Say = TFunction<'materials'>
type Sold = Pick<Lot, 'granularity' | 'unit' | 'displayUnit' | 'displayBase' | 'family' | 'dims'>

/** What one part of a lot is called. */
const PARTS = ['lath', 'panel', 'sheet', 'slab', 'tile', 'pane', 'part', 'length', 'pack'] as const
type Part = (typeof PARTS)[number]

const BOARDS: Readonly<Record<string, Part>> = {
  'wood.parquet': 'lath',
  'wood.cladding': 'lath',
  'wood.decking': 'lath',
  'wood.board': 'lath',
  'wood.osb': 'panel',
  'wood.plywood': 'panel',
  'wood.particleboard': 'panel',
  'wood.mdf': 'panel',
  'wood.hardboard': 'panel',
  'insulation.mineral-wool': 'panel',
  'insulation.wood-fibre': 'panel',
  'plaster.board': 'sheet',
  'roof.fibre-cement': 'sheet',
  'plaster.ceiling-tile': 'slab',
  'floor.carpet-tile': 'slab',
  'floor.raised': 'slab',
  'floor.ceramic-tile': 'tile',
  'masonry.terracotta-tile': 'tile',
  'glass.toughened': 'pane',
}

/** Undefined when the lot is sold by its plain unit, so that there is nothing to call a part. */
function partOf({ granularity: { mode, step }, unit, family, dims }: Sold): Part | undefined {
  if (mode === 'board') return isOneBoard(step, dims) ? (BOARDS[family.familyId] ?? 'part') : undefined
  if (mode !== 'pack' || step === 1) return undefined
  if (unit === 'mm') return dims.lengthMm === step || dims.lengthMm === undefined ? 'length' : 'pack'
  return unit === 'piece' ? 'pack' : undefined
}

/** Small tiles are sold by the square metre: then the step is no single board, and is not called one. */
function isOneBoard(stepCm2: number, { lengthMm, widthMm }: Sold['dims']): boolean {
  if (lengthMm === undefined || widthMm === undefined) return false
  const oneCm2 = (lengthMm * widthMm) / 100
  return Math.abs(oneCm2 - stepCm2) <= oneCm2 * 0.02
}

/** `Vendu par lame entière de 0,162 m².` Nothing for what is sold piece by piece. */
export function saleWords(lot: Sold, t: Say, locale: Locale): string | undefined {
  const { mode, step, min, leave } = lot.granularity
  const size = stepSize(lot, step, locale)
  if (mode === 'whole') return t('sale.whole')
  if (mode === 'cut') {
    const words = t('sale.cut', { size, min: lotAmount(min, lot, locale) })
    return leave > 0 ? `${words} ${t('sale.leave', { leave: lotAmount(leave, lot, locale) })}` : words
  }
  const part = partOf(lot)
  if (part !== undefined) return t(`part.${part}.sold`, { size })
  if (step === 1) return undefined
  return step === lot.displayBase ? t('sale.byOne', { unit: unitSign(lot.displayUnit, 1, locale) }) : t('sale.by', { size })
}

/** `50 lames`: how many parts a quantity is; undefined when the quantity says it already. */
export function partsWords(lot: Sold, qty: number, t: Say, locale: Locale): string | undefined {
  const part = partOf(lot)
  const { step } = lot.granularity
  if (part === undefined || qty === 0 || qty % step !== 0) return undefined
  return t(`part.${part}.count`, { count: qty / step, amount: number(qty / step, locale) }).replace(' ', NB)
}

/** `une lame`, for the names of the keys. */
export function stepWords(lot: Sold, t: Say, locale: Locale): string {
  const part = partOf(lot)
  return part === undefined ? stepSize(lot, lot.granularity.step, locale) : t(`part.${part}.one`)
}

/** `8 m² ne tombent pas sur une lame entière.` */
export function offWords(lot: Sold, asked: number, t: Say, locale: Locale): string {
  const amount = lotAmount(asked, lot, locale)
  const count = asked / lot.displayBase
  if (lot.granularity.mode === 'whole') return t('sale.offWhole')
  const part = partOf(lot)
  return part === undefined ? t('sale.off', { count, amount }) : t(`part.${part}.off`, { count, amount })
}

/** A step in its display unit with the decimals it needs: boards are measured to the square millimetre. */
function stepSize(lot: Sold, step: number, locale: Locale): string {
  const shown = lotAmount(step, lot, locale)
  if (lot.unit !== 'cm2') return shown
  const exact = step / lot.displayBase
  return shown.replace(
    /^[\d.,\u202f]+/,
    new Intl.NumberFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits: 3 }).format(exact),
  )
}
