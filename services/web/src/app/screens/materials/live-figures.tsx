import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { sizesOf } from '../../pieces/cote.tsx'
import { Icon } from '../../pieces/icon.tsx'
import type { Locale } from '../../words/locale.ts'
import { mass, money, NB, number } from '../../words/numbers.ts'
import type { Figures, Lot } from './lot-data.ts'
import { vehicleFor } from './vehicle.ts'

/** What the quantity weighs, how big it is, what it costs: they follow the keys. */
export function LiveFigures({ lot, qty, figures }: { readonly lot: Lot; readonly qty: number; readonly figures: Figures | undefined }) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const total = totalWords(lot, qty, figures, locale, t)
  const longestMm = Math.max(0, ...sizesOf(lot.dims))
  const vehicle = figures === undefined ? undefined : vehicleFor({ massG: figures.massG, volumeCm3: figures.volumeCm3, longestMm })
  return (
    <>
      <dl className="live">
        <div>
          <dt>{t('figures.mass')}</dt>
          <dd>{figures?.massG == null ? t('figures.unknown') : mass(figures.massG, locale)}</dd>
        </div>
        {figures?.volumeCm3 != null && (
          <div>
            <dt>{t('figures.volume')}</dt>
            <dd>{volume(figures.volumeCm3, locale)}</dd>
          </div>
        )}
        <div>
          <dt>{t('figures.total')}</dt>
          <dd>{total}</dd>
        </div>
      </dl>
      {vehicle !== undefined && (
        <p className="small soft with-icon start">
          <Icon name="truck" />
          <span>
            {t(`vehicle.${vehicle}`)}{' '}
            {lot.access.forklift === true
              ? t('vehicle.forklift')
              : lot.access.people !== undefined && lot.access.people > 1 && t('vehicle.people', { count: lot.access.people })}
          </span>
        </p>
      )}
    </>
  )
}

/** `0,18 m³`; under ten litres in litres, where cubic metres would all be zero. */
function volume(cm3: number, locale: Locale): string {
  return cm3 < 10_000 ? `${number(cm3 / 1_000, locale, 1)}${NB}L` : `${number(cm3 / 1_000_000, locale, 2)}${NB}m³`
}

/** The sum, or what stands for it: points, a quote, nothing to pay, a span where the payer chooses. */
export function totalWords(
  lot: Pick<Lot, 'price' | 'displayBase'>,
  qty: number,
  figures: Figures | undefined,
  locale: Locale,
  t: ReturnType<typeof useTranslation<'materials'>>['t'],
): string {
  const { mode, minCents = 0, unitPoints = 0 } = lot.price
  if (mode === 'free') return t('price.free')
  if (mode === 'quote') return t('price.quote')
  if (mode === 'points') {
    const points = Math.ceil((qty * unitPoints) / lot.displayBase)
    return t('price.points', { count: points, amount: number(points, locale) })
  }
  if (figures?.priceCents == null) return '…'
  const full = money(figures.priceCents, locale)
  return mode === 'solidarity' ? t('price.range', { from: money(Math.round((qty * minCents) / lot.displayBase), locale), to: full }) : full
}
