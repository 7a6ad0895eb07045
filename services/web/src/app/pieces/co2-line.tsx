import type { ImpactSummary } from '@filature/contracts/materials/impact-shapes'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../i18n/locale.ts'
import type { Locale } from '../words/locale.ts'
import { number } from '../words/numbers.ts'

/** Grams → whole kilograms; one decimal under 10, where a whole one would hide half of it. */
export function kilograms(grams: number, locale: Locale): string {
  const kg = grams / 1_000
  const small = Math.abs(kg) < 9.95 && Math.abs(kg) >= 0.05
  return number(small ? Math.round(kg * 10) / 10 : Math.round(kg), locale)
}

/** Net CO2e of a lot in one line, with its range; when the trip costs more than it saves, in words. */
export function Co2Line({
  impact,
  share = 1,
}: {
  readonly impact: ImpactSummary /** Of the quantity the figure was made for. */
  readonly share?: number
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const [low, net, high] = [impact.low, impact.netG, impact.high].map((grams) => kilograms(grams * share, locale)) as [
    string,
    string,
    string,
  ]
  if (impact.netG < 0) return <p className="small is-negative-text">{t('co2.tooFar', { kg: kilograms(-impact.netG * share, locale) })}</p>
  return (
    <p className="small soft num co2">
      <span className="nowrap">{t('co2.avoided', { kg: net })}</span>
      {low !== high && <span className="nowrap">{t('co2.range', { low, high })}</span>}
    </p>
  )
}
