import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { ActBar } from '../../pieces/act-bar.tsx'
import { Countdown } from '../../pieces/countdown.tsx'
import { Dialog } from '../../pieces/dialog.tsx'
import { money } from '../../words/numbers.ts'
import { Basket } from './basket.tsx'
import type { Order } from './session-data.ts'

/** Desk: the basket stays beside the stall. */
export function BasketAside({ order }: { readonly order: Order | null | undefined }) {
  const { t } = useTranslation('market')
  const empty = order === null || order === undefined || order.lines.length === 0
  return (
    <aside className="aside-panel panel woven desk" aria-labelledby="panier">
      <div className="basket-head">
        <h2 id="panier">{t('basket.title')}</h2>
        <p className="small soft">
          {empty ? t('basket.empty') : order.state === 'basket' ? t('basket.keptByLine') : t('basket.alreadyConfirmed')}
        </p>
      </div>
      {!empty && <Basket order={order} />}
    </aside>
  )
}

/** Phone: a bar above the dock with the sum and the soonest end, and the sheet it opens. */
export function BasketBar({ order }: { readonly order: Order | null | undefined }) {
  const { t } = useTranslation('market')
  const [open, setOpen] = useState(false)
  const locale = currentLocale()
  if (order === null || order === undefined || order.lines.length === 0) return null
  return (
    <>
      <ActBar label={t('basket.label')}>
        <div>
          <p className="sum">
            {t('basket.lines', { count: order.lines.length })} · {money(order.totals.totalC, locale)}
          </p>
          {order.expiresAt !== null && <Countdown endsAt={order.expiresAt} ofSeconds={1_200} name={t('basket.title')} inline />}
        </div>
        <button className="button primary compact" type="button" onClick={() => setOpen(true)}>
          {t('basket.title')}
        </button>
      </ActBar>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('basket.title')} shape="sheet">
        <div className="sheet-in">
          <Basket order={order} />
        </div>
      </Dialog>
    </>
  )
}
