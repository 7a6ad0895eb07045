import type { Hold } from '@filature/contracts/materials/hold-shapes'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { lotAmount, lotName } from '../../pieces/lot-units.ts'
import { hour, shortDay } from '../../words/times.ts'
import type { Order } from './me-data.ts'
import { civilDay } from './week.ts'

interface Entry {
  readonly key: string
  readonly at: string
  readonly order?: Order
  readonly hold?: Hold
}

/** Pick-ups to come, in order of time. */
export function Agenda({ orders, holds }: { readonly orders: readonly Order[]; readonly holds: readonly Hold[] }) {
  const { t } = useTranslation('me')
  const locale = currentLocale()
  const entries: Entry[] = [
    ...orders.flatMap((order) => (order.slot === null ? [] : [{ key: order.id, at: order.slot.startsAt, order }])),
    ...holds.flatMap((hold) => (hold.expiresAt === null ? [] : [{ key: hold.holdId, at: hold.expiresAt, hold }])),
  ].sort((a, b) => (a.at < b.at ? -1 : 1))
  if (entries.length === 0) return <p className="soft">{t('agenda.nothing')}</p>
  return (
    <ol className="agenda">
      {entries.map(({ key, at, order, hold }) => (
        <li key={key} id={`j${civilDay(at)}`}>
          <p className="on num">
            {shortDay(at, locale)}
            <small>{order === undefined ? t('agenda.before', { hour: hour(at, locale) }) : hour(at, locale)}</small>
          </p>
          {order?.slot && (
            <div>
              <h3>{t('agenda.market')}</h3>
              <p className="soft">
                {order.slot.pointName}, {order.slot.town}
              </p>
              <Link className="more flush" to="/moi/commandes/$order" params={{ order: order.id }}>
                {t('agenda.seeOrder')}
              </Link>
            </div>
          )}
          {hold !== undefined && (
            <div>
              <h3>{t('agenda.fetch', { what: lotName(hold.designation) })}</h3>
              <p className="soft">
                {lotAmount(hold.qty, hold, locale)}, {hold.depot.name}, {hold.depot.town}
              </p>
              <Link className="more flush" to="/moi/reservations">
                {t('agenda.seeHold')}
              </Link>
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}
