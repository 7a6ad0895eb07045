import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Navigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { market } from '../../api/client.ts'
import { isRefused } from '../../api/refused.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { serverNowMs } from '../../live/server-time.ts'
import { Dialog } from '../../pieces/dialog.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { Notice, Refusal } from '../../pieces/refusal.tsx'
import { WorkingButton } from '../../pieces/working-button.tsx'
import { usePerson } from '../../session/use-person.ts'
import { OPEN_BASKETS } from '../../shell/open-basket.ts'
import { useTitle } from '../../shell/use-title.ts'
import { dayAndHour, timeRange, wallTimeAt } from '../../words/times.ts'
import { Failed } from '../states/failed.tsx'
import { NotFound } from '../states/not-found.tsx'
import { CheckoutSummary } from './checkout-summary.tsx'
import { SessionSkeleton } from './session-skeleton.tsx'

/** A confirmed order: when and where, what, and what can still be changed. */
export function OrderPage() {
  const { order: id } = useParams({ from: '/moi/commandes/$order' })
  const { t } = useTranslation('market')
  const person = usePerson()
  const locale = currentLocale()
  const say = useRefusalText()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const order = useQuery({
    queryKey: ['order', id, person?.id],
    queryFn: () => market('GET /orders/:id', { params: { id } }),
    enabled: person !== undefined,
  })
  useTitle(t(`order.title.${order.data?.state ?? 'confirmed'}`))
  const title = useRef<HTMLHeadingElement>(null)
  const cancel = useMutation({
    mutationFn: (sessionId: string) => market('POST /sessions/:id/my-order/cancel', { params: { id: sessionId }, body: {} }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['order', id] })
      setAsking(false)
      await queries.invalidateQueries({ queryKey: ['my-order'] })
      await queries.invalidateQueries({ queryKey: OPEN_BASKETS })
    },
  })
  const isCancelled = cancel.isSuccess && !asking
  useEffect(() => {
    // The key that was pressed is gone with what it stood for: the heading says what is now.
    if (isCancelled) title.current?.focus()
  }, [isCancelled])
  if (person === undefined) return <Navigate to="/connexion" search={{ retour: `/moi/commandes/${id}` }} replace />
  if (isRefused(order.error, 'not-found')) return <NotFound />
  if (order.error !== null) return <Failed error={order.error} reset={() => void order.refetch()} />
  if (order.data === undefined) return <SessionSkeleton />
  const { state, slot, editableUntil, sessionId } = order.data
  const editable = state === 'confirmed' && editableUntil !== null && Date.parse(editableUntil) > serverNowMs()
  return (
    <div className="with-aside">
      <div className="stack-24">
        <div className="stack-16">
          <h1 ref={title} tabIndex={-1}>
            {t(`order.title.${state}`)}
          </h1>
          {state === 'confirmed' && (
            <Notice kind="good" icon="circle-check" title={t('order.confirmedTitle')}>
              {t('order.confirmedText')}
            </Notice>
          )}
          {state === 'confirming' && (
            <Notice kind="info" icon="hourglass" title={t('order.confirming')}>
              {t('order.confirmingText')}
            </Notice>
          )}
        </div>
        {slot !== null && (
          <ul className="when">
            <li className="with-icon">
              <Icon name="map-pin" />
              <span>
                <strong>{slot.pointName}</strong>, {slot.town}
              </span>
            </li>
            <li className="with-icon">
              <Icon name="clock" />
              <span>
                {dayAndHour(slot.startsAt, locale).split(',')[0]},{' '}
                <strong>{timeRange(wallTimeAt(slot.startsAt), wallTimeAt(slot.endsAt), locale)}</strong>
              </span>
            </li>
            <li className="with-icon">
              <Icon name="cash" />
              <span>{t('checkout.atPickup')}</span>
            </li>
          </ul>
        )}
        {editable && editableUntil !== null && (
          <div className="stack-16">
            <p>{t('order.editable', { when: dayAndHour(editableUntil, locale) })}</p>
            <div className="row-of-acts">
              <Link className="button secondary" to="/marche/$session" params={{ session: sessionId }}>
                <Icon name="edit" />
                {t('order.edit')}
              </Link>
              <button className="button quiet" type="button" onClick={() => setAsking(true)}>
                {t('order.cancel')}
              </button>
            </div>
          </div>
        )}
      </div>
      <CheckoutSummary order={order.data} />
      <Dialog open={asking} onClose={() => setAsking(false)} title={t('order.cancelAsk')}>
        <div className="sheet-in stack-16">
          <p>{t('order.cancelText')}</p>
          {isRefused(cancel.error) && <Refusal title={say(cancel.error)} />}
          <WorkingButton className="danger wide" working={cancel.isPending} onClick={() => cancel.mutate(sessionId)}>
            {t('order.cancel')}
          </WorkingButton>
          <button className="button quiet wide" type="button" onClick={() => setAsking(false)}>
            {t('order.keep')}
          </button>
        </div>
      </Dialog>
    </div>
  )
}
