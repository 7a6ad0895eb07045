import type { Price } from '@filature/contracts/materials/lot-shapes'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../i18n/locale.ts'
import { money, number } from '../words/numbers.ts'

const PER = { piece: 'piece', m: 'm', m2: 'm2', m3: 'm3', kg: 'kg', L: 'L' } as const

/** Amount and unit on one line; what is free, in points or by quote says so in words. */
export function LotPrice({
  price,
  displayUnit,
  className = '',
}: {
  readonly price: Price
  readonly displayUnit: string
  readonly className?: string
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const { mode, unitCents = 0, minCents = 0, unitPoints = 0 } = price
  const unit = displayUnit in PER ? PER[displayUnit as keyof typeof PER] : 'piece'
  const per = <span className="per">{t(`per.${unit}`)}</span>
  if (mode === 'free') return <Amount text={t('price.free')} className={className} />
  if (mode === 'quote') return <Amount text={t('price.quote')} className={className} />
  if (mode === 'points') {
    return (
      <p className="price">
        <b className={className}>{t('price.points', { count: unitPoints, amount: number(unitPoints, locale) })}</b> {per}
      </p>
    )
  }
  const solidarity = mode === 'solidarity'
  const amount = solidarity ? t('price.range', { from: money(minCents, locale), to: money(unitCents, locale) }) : money(unitCents, locale)
  return (
    <p className="price">
      <b className={className}>{amount}</b> {per}
      {solidarity && <span className="unit-price">{t('price.solidarity')}</span>}
    </p>
  )
}

function Amount({ text, className }: { readonly text: string; readonly className: string }) {
  return (
    <p className="price">
      <b className={className}>{text}</b>
    </p>
  )
}
