import { Link, Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { serverNowMs } from '../../live/server-time.ts'
import { Empty } from '../../pieces/empty.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { SectionTitle } from '../../pieces/section-title.tsx'
import { usePerson } from '../../session/use-person.ts'
import { useTitle } from '../../shell/use-title.ts'
import { useHolds } from '../materials/holds-data.ts'
import { useWishes } from '../materials/wishes-data.ts'
import { Failed } from '../states/failed.tsx'
import { Agenda } from './agenda.tsx'
import { BasketAsk, HoldAsk, OfferAsk } from './asks.tsx'
import { useInbox, useOpenOrders } from './me-data.ts'
import { MessageRow } from './message-row.tsx'
import { type Appointment, civilDay, weekFrom } from './week.ts'
import { WeekThread } from './week-thread.tsx'

/** Never more to do than one can hold in mind. */
const ASKS = 3
const LATEST_MESSAGES = 3

/** The next seven days in one line: what is kept for me and until when, and where I am expected. */
export function MePage() {
  const { t } = useTranslation('me')
  const person = usePerson()
  const orders = useOpenOrders()
  const holds = useHolds()
  const wishes = useWishes()
  const inbox = useInbox(LATEST_MESSAGES)
  useTitle(t('title'))
  if (person === undefined) return <Navigate to="/connexion" search={{ retour: '/moi' }} replace />
  const baskets = (orders.data?.items ?? []).filter(({ state, lines }) => state === 'basket' && lines.length > 0)
  const confirmed = (orders.data?.items ?? []).filter(({ slot, state }) => slot !== null && state !== 'basket' && state !== 'cancelled')
  const kept = holds.data ?? []
  const asks = [
    ...baskets.map((order) => ({
      key: order.id,
      at: order.expiresAt ?? order.pickupDate,
      node: <BasketAsk key={order.id} order={order} />,
    })),
    ...kept.flatMap((hold) =>
      hold.expiresAt === null ? [] : [{ key: hold.holdId, at: hold.expiresAt, node: <HoldAsk key={hold.holdId} hold={hold} /> }],
    ),
    ...(wishes.data ?? []).flatMap((wish) =>
      wish.offer === null
        ? []
        : [{ key: wish.wishId, at: wish.offer.until, node: <OfferAsk key={wish.wishId} wish={wish} offer={wish.offer} /> }],
    ),
  ]
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .slice(0, ASKS)
  const appointments: Appointment[] = [
    ...confirmed.flatMap(({ id, slot }) =>
      slot === null ? [] : [{ key: id, day: civilDay(slot.startsAt), at: slot.startsAt, kind: 'basket' as const }],
    ),
    ...kept.flatMap(({ holdId, expiresAt }) =>
      expiresAt === null ? [] : [{ key: holdId, day: civilDay(expiresAt), at: expiresAt, kind: 'package' as const }],
    ),
  ]
  // Nothing to do is said only when everybody was asked.
  const isAllKnown = [orders, holds, wishes].every(({ data }) => data !== undefined)
  const messages = inbox.data?.pages[0]?.items
  return (
    <div className="stack me-page">
      <div className="stack-8">
        <h1>{t('hello', { name: person.displayName.split(' ')[0] ?? person.displayName })}</h1>
        <WeekThread days={weekFrom(serverNowMs())} appointments={appointments} />
      </div>
      <div className="with-aside">
        <div className="stack">
          <section aria-labelledby="afaire">
            <SectionTitle id="afaire" title={t('ask.title')} />
            {[orders, holds, wishes].map(
              ({ error, refetch }, at) =>
                // biome-ignore lint/suspicious/noArrayIndexKey: three that never change places
                error !== null && <Failed key={at} error={error} reset={() => void refetch()} />,
            )}
            {asks.length > 0 ? (
              <ul className="asks">{asks.map(({ node }) => node)}</ul>
            ) : (
              isAllKnown && (
                <Empty
                  scene="empty-basket"
                  title={t('ask.nothing')}
                  act={
                    <Link className="button secondary" to="/marche">
                      {t('ask.toMarket')}
                    </Link>
                  }
                />
              )
            )}
          </section>
          <section aria-labelledby="agenda">
            <SectionTitle id="agenda" title={t('agenda.title')} />
            <Agenda orders={confirmed} holds={kept} />
          </section>
        </div>
        <aside className="stack still">
          <section aria-labelledby="msg">
            <SectionTitle
              id="msg"
              title={t('messages.title')}
              more={
                <Link className="more" to="/moi/messages">
                  {t('messages.all')}
                  <Icon name="chevron-right" />
                </Link>
              }
            />
            {inbox.error !== null && <Failed error={inbox.error} reset={() => void inbox.refetch()} />}
            {messages?.length === 0 && <p className="soft">{t('messages.none')}</p>}
            <ul className="rows">
              {messages?.map((message) => (
                <MessageRow key={message.id} message={message} />
              ))}
            </ul>
          </section>
          <section className="mini" aria-label={t('mini.label')}>
            <Link to="/moi/panier">
              <b>{baskets.reduce((sum, { lines }) => sum + lines.length, 0)}</b>
              <span className="small soft">{t('mini.basket')}</span>
            </Link>
            <Link to="/moi/reservations">
              <b>{kept.length}</b>
              <span className="small soft">{t('mini.holds')}</span>
            </Link>
            <Link to="/moi/recherches">
              <b>{wishes.data?.length ?? 0}</b>
              <span className="small soft">{t('mini.wishes')}</span>
            </Link>
          </section>
        </aside>
      </div>
    </div>
  )
}
