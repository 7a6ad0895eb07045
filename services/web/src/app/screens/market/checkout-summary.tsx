import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { Tile } from '../../pieces/drawing.tsx'
import { money } from '../../words/numbers.ts'
import { Totals } from './basket.tsx'
import { lookOf } from './looks.ts'
import type { Order } from './session-data.ts'
import { amount } from './units.ts'

export function CheckoutSummary({ order }: { readonly order: Order }) {
  const { t } = useTranslation('market')
  const locale = currentLocale()
  return (
    <aside className="panel woven" aria-labelledby="recap">
      <div className="panel-in scroll">
        <h2 id="recap" className="recap-title">
          {t('checkout.mine')}
        </h2>
        <ul className="rows">
          {order.lines.map((line) => {
            const look = lookOf(line.image, '')
            return (
              <li key={line.offerId} className={`row ${line.claim === 'released' ? 'lost' : ''}`}>
                <Tile kind="produce" name={look.drawing} tone={look.tone} eager />
                <div>
                  <p className="strong">{line.name}</p>
                  <p className="small soft">
                    {amount(line.qtyB, line, locale)}
                    {line.claim === 'released' && `, ${t('checkout.released')}`}
                  </p>
                </div>
                <p className="end">
                  {line.claim === 'released' ? (
                    '–'
                  ) : (
                    <>
                      <span className="strong">{money(line.estC, locale)}</span>
                      {line.lowC !== line.highC && (
                        <>
                          <br />
                          <span className="small soft">{t('basket.about')}</span>
                        </>
                      )}
                    </>
                  )}
                </p>
              </li>
            )
          })}
        </ul>
        <Totals order={order} />
      </div>
    </aside>
  )
}
