import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { kilograms } from '../../pieces/co2-line.tsx'
import { Figure } from '../../pieces/figure.tsx'
import { lotAmount, roadKm } from '../../pieces/lot-units.ts'
import type { Detail, Figures, Lot } from './lot-data.ts'

/** Fetched when somebody asks for the sum, which few do. */
const ImpactDialog = lazy(async () => ({ default: (await import('./impact-dialog.tsx')).ImpactDialog }))

/** Room at both ends of the bar, so that the band never fills it. */
const ROOM = 1.3

/** Effect on the climate of this quantity brought to this town: figure, range, and its formula one tap away. */
export function LotImpact({
  lot,
  qty,
  figures,
  detail,
  town,
}: {
  readonly lot: Lot
  readonly qty: number
  readonly figures: Figures | undefined
  readonly detail: Detail | undefined
  readonly town: string
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const [open, setOpen] = useState(false)
  if (figures === undefined) return null
  const { impact } = figures
  const amount = lotAmount(qty, lot, locale)
  if (impact === null) {
    return (
      <section className="panel panel-in" aria-labelledby="co2">
        <h2 id="co2" className="panel-title">
          {t('impact.title')}
        </h2>
        <p className="soft">{t('impact.noFactor')}</p>
      </section>
    )
  }
  const { low, netG, high, km, complete } = impact
  const negative = netG < 0
  const [from, to] = [kilograms(low, locale), kilograms(high, locale)]
  const brought = {
    brought: t(lot.displayUnit === 'piece' ? 'impact.broughtPieces' : 'impact.brought', { count: qty / lot.displayBase, amount, town }),
    km: km === null ? '' : roadKm(km, locale),
  }
  return (
    <section className="panel panel-in" aria-labelledby="co2">
      <h2 id="co2" className="sr">
        {t('impact.title')}
      </h2>
      <Figure
        value={kilograms(Math.abs(netG), locale)}
        unit={negative ? t('impact.tooMuch') : t('impact.avoided')}
        label={negative ? t('impact.tooFarFor', brought) : t(km === null ? 'impact.forNoKm' : 'impact.for', brought)}
        negative={negative}
        tone={negative ? 'garance' : 'mousse'}
        {...(from !== to && {
          range: { low, at: netG, high, min: Math.min(0, low * ROOM), max: Math.max(0, high * ROOM) },
        })}
        {...(!complete && { note: t('impact.incomplete') })}
      />
      <div className="between figure-foot">
        <p className="small soft num">{from === to ? t('impact.oneSource') : t('impact.range', { from, to })}</p>
        <button className="more" type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {t('impact.open')}
        </button>
      </div>
      {detail !== undefined && open && (
        <Suspense>
          <ImpactDialog
            open={open}
            onClose={() => setOpen(false)}
            detail={detail}
            amount={lotAmount(detail.qty, lot, locale)}
            town={town}
          />
        </Suspense>
      )}
    </section>
  )
}
