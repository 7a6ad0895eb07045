import type { ImpactTerm } from '@filature/contracts/materials/impact-shapes'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { kilograms } from '../../pieces/co2-line.tsx'
import { Dialog } from '../../pieces/dialog.tsx'
import { roadKm } from '../../pieces/lot-units.ts'
import type { Locale } from '../../words/locale.ts'
import { mass, NB, number } from '../../words/numbers.ts'
import type { Detail } from './lot-data.ts'
import { useDesk } from './use-desk.ts'

/** Signs of the terms in the sum; landfill avoided stands apart and is never added. */
const SIGN = { new: '+', reuse: '−', leg: '−', 'end-of-life': '' } as const

/** The calculation, term by term: grams, factor, source and year, and what they make together. */
export function ImpactDialog({
  open,
  onClose,
  detail,
  amount,
  town,
}: {
  readonly open: boolean
  readonly onClose: () => void
  readonly detail: Detail
  readonly amount: string
  readonly town: string
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const desk = useDesk()
  const added = detail.terms.filter(({ term }) => term !== 'end-of-life')
  const apart = detail.terms.filter(({ term }) => term === 'end-of-life')
  const { impact, massG, dedicatedTrip } = detail
  return (
    <Dialog open={open} onClose={onClose} title={t('calc.title')} shape={desk ? 'dialog' : 'sheet'}>
      <div className={desk ? 'dialog-body' : 'sheet-in stack-16'}>
        <p className="soft">
          {t('calc.for', { amount, mass: massG === null ? t('figures.unknown') : mass(massG, locale), town })}{' '}
          {detail.massMethod !== null && t(`calc.mass.${detail.massMethod}`)}
        </p>
        <table className="calc">
          <caption className="sr">{t('calc.caption')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('calc.term')}</th>
              <th scope="col" className="n">
                {t('calc.kg')}
              </th>
            </tr>
          </thead>
          <tbody>
            {added.map((term, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: terms of one answer have no other name and never move
              <Term key={at} term={term} locale={locale} />
            ))}
          </tbody>
          {impact !== null && (
            <tfoot>
              <tr>
                <th scope="row">
                  {t('calc.net')}
                  {impact.low !== impact.high && (
                    <span className="small soft">
                      {' '}
                      {t('impact.range', { from: kilograms(impact.low, locale), to: kilograms(impact.high, locale) })}
                    </span>
                  )}
                </th>
                <td className="n">{kilograms(impact.netG, locale)}</td>
              </tr>
            </tfoot>
          )}
        </table>
        {apart.map((term) => (
          <p key={term.factor.factorId} className="small soft">
            {t('calc.landfill', { kg: kilograms(term.grams, locale) })}
          </p>
        ))}
        {dedicatedTrip !== null && (
          <p className="small soft">
            {t('calc.trip', { km: roadKm(dedicatedTrip.km, locale), kg: kilograms(dedicatedTrip.grams, locale) })}
          </p>
        )}
        <p className="small soft">{t('calc.method', { set: detail.factorSet.slice(0, 12) })}</p>
      </div>
    </Dialog>
  )
}

function Term({
  term: { term, grams, low, high, factor, massG, km, leg },
  locale,
}: {
  readonly term: ImpactTerm
  readonly locale: Locale
}) {
  const { t } = useTranslation('materials')
  const name = term === 'leg' ? t(`calc.leg.${leg ?? 'depot-use'}`) : t(`calc.terms.${term}`)
  const times = [
    massG !== undefined && mass(massG, locale),
    km !== undefined && roadKm(km, locale),
    factorText(factor.value, factor.unit, locale),
  ]
  return (
    <tr>
      <th scope="row">
        {name}
        <span className="small soft num">{times.filter(Boolean).join(`${NB}× `)}</span>
        <span className="small soft">
          {factor.label[locale].replace('<=', '≤')} · {factor.source}
          {factor.year !== '' && `, ${factor.year}`}
          {factor.oneSource && `, ${t('calc.oneSource')}`}
        </span>
      </th>
      <td className="n">
        {SIGN[term]} {kilograms(grams, locale)}
        {low !== high && (
          <span className="small soft">{t('calc.range', { low: kilograms(low, locale), high: kilograms(high, locale) })}</span>
        )}
      </td>
    </tr>
  )
}

/** Factors are decimal texts; four digits are enough to read. */
function factorText(value: string, unit: string, locale: Locale): string {
  const shown = new Intl.NumberFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', { maximumSignificantDigits: 4 }).format(Number(value))
  return `${Number.isFinite(Number(value)) ? shown : number(0, locale)}${NB}${unit.replace('CO2', 'CO₂')}`
}
