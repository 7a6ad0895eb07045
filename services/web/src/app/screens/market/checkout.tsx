import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, Navigate, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { market } from '../../api/client.ts'
import { putAnswer } from '../../api/put-answer.ts'
import { isRefused, isUndecided } from '../../api/refused.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { ActBar } from '../../pieces/act-bar.tsx'
import { Countdown } from '../../pieces/countdown.tsx'
import { Empty } from '../../pieces/empty.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { announceNow } from '../../pieces/live-region.tsx'
import { Refusal } from '../../pieces/refusal.tsx'
import { WorkingButton } from '../../pieces/working-button.tsx'
import { usePerson } from '../../session/use-person.ts'
import { OPEN_BASKETS } from '../../shell/open-basket.ts'
import { useTitle } from '../../shell/use-title.ts'
import { capital } from '../../words/capital.ts'
import { money } from '../../words/numbers.ts'
import { dayAndHour, longDay } from '../../words/times.ts'
import { Failed } from '../states/failed.tsx'
import { type Choice, choiceBefore, rememberChoice } from './checkout-draft.ts'
import { CheckoutRefusal } from './checkout-refusal.tsx'
import { CheckoutSlots } from './checkout-slots.tsx'
import { CheckoutStep } from './checkout-step.tsx'
import { CheckoutSummary } from './checkout-summary.tsx'
import { myOrderKey, type Order, useExtend, useMyOrder, useSession, useSetLine } from './session-data.ts'
import { SessionSkeleton } from './session-skeleton.tsx'

/** One page, no time limit but the holds', which is said first. */
export function Checkout() {
  const { session: sessionId } = useSearch({ from: '/moi/panier/valider' })
  const { t } = useTranslation('market')
  useTitle(t('checkout.title'))
  const person = usePerson()
  const session = useSession(sessionId ?? '')
  const order = useMyOrder(sessionId ?? '')
  if (sessionId === undefined) return <Navigate to="/moi/panier" replace />
  if (person === undefined) return <Navigate to="/connexion" search={{ retour: `/moi/panier/valider?session=${sessionId}` }} replace />
  const error = session.error ?? order.error
  if (error !== null) return <Failed error={error} reset={() => void Promise.all([session.refetch(), order.refetch()])} />
  if (session.data === undefined || order.data === undefined) return <SessionSkeleton />
  if (order.data === null || order.data.lines.length === 0) {
    return (
      <div className="stack-24">
        <h1>{t('checkout.title')}</h1>
        <Empty
          scene="empty-basket"
          title={t('basket.empty')}
          act={
            <Link className="button primary" to="/marche/$session" params={{ session: sessionId }}>
              {t('basket.backToStall')}
            </Link>
          }
        />
      </div>
    )
  }
  if (order.data.state !== 'basket' && order.data.state !== 'confirming')
    return <Navigate to="/moi/commandes/$order" params={{ order: order.data.id }} replace />
  return <CheckoutForm order={order.data} session={session.data} />
}

type SessionData = NonNullable<ReturnType<typeof useSession>['data']>

function CheckoutForm({ order, session }: { readonly order: Order; readonly session: SessionData }) {
  const { t } = useTranslation('market')
  const locale = currentLocale()
  const say = useRefusalText()
  const navigate = useNavigate()
  const person = usePerson()
  const queries = useQueryClient()
  const extend = useExtend(session.id)
  const setLine = useSetLine(session.id)
  const [choice, setChoice] = useState<Choice>(() => choiceBefore(session) ?? firstChoice(session))
  const [missing, setMissing] = useState(false)
  const key = useRef(crypto.randomUUID())
  const slots = useRef<HTMLDivElement>(null)
  const stopped = useRef<HTMLDivElement>(null)

  const confirm = useMutation({
    mutationFn: ({ pointId, slotId }: { pointId: string; slotId: string }) =>
      market('POST /sessions/:id/my-order/confirm', {
        params: { id: session.id },
        body: { pointId, slotId, termsVersion: session.termsVersion, payMode: 'pickup', bandBp: 10_000 },
        idempotencyKey: key.current,
      }),
    onSuccess: async (confirmed) => {
      await putAnswer<Order | null>(queries, myOrderKey(session.id, person?.id), confirmed)
      void queries.invalidateQueries({ queryKey: OPEN_BASKETS })
      announceNow(t('order.confirmedTitle'))
      void navigate({ to: '/moi/commandes/$order', params: { order: confirmed.id } })
    },
    onError: (error) => {
      // After a refusal another try is another intention: what stopped this one may be mended by then.
      if (isRefused(error) && !isUndecided(error)) key.current = crypto.randomUUID()
      void queries.invalidateQueries({ queryKey: myOrderKey(session.id, person?.id) })
      void queries.invalidateQueries({ queryKey: ['session', session.id] })
    },
  })
  const leave = useMutation({
    mutationFn: (offerIds: readonly string[]) =>
      Promise.all(offerIds.map((offerId) => setLine.mutateAsync({ offerId, qtyB: 0, idempotencyKey: crypto.randomUUID() }))),
    onSuccess: () => confirm.reset(),
  })
  useEffect(() => {
    // The button stands at the other end of a long page.
    if (confirm.error !== null) stopped.current?.scrollIntoView({ block: 'center' })
  }, [confirm.error])
  const working = confirm.isPending || leave.isPending
  const choose = (pointId: string, slotId: string | undefined) => {
    setMissing(false)
    setChoice({ pointId, slotId })
    rememberChoice(session.id, { pointId, slotId })
  }
  const submit = () => {
    if (working) return
    const { pointId, slotId } = choice
    if (pointId === undefined || slotId === undefined) {
      setMissing(true)
      // What is missing, else what it hangs on.
      slots.current?.querySelector<HTMLElement>(pointId === undefined ? 'input' : '[name=slot]:enabled')?.focus()
      return
    }
    confirm.mutate({ pointId, slotId })
  }
  return (
    <div className="with-aside">
      <form
        className="stack checkout"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <div className="stack-16">
          <Link className="more back" to="/marche/$session" params={{ session: session.id }}>
            <Icon name="chevron-left" />
            {t('basket.backToStall')}
          </Link>
          <h1>{t('checkout.title')}</h1>
          {order.expiresAt !== null && (
            <div className="held">
              <p className="strong">{t('checkout.kept')}</p>
              <Countdown endsAt={order.expiresAt} ofSeconds={1_200} name={t('basket.title')} word={t('checkout.firstEnds')} />
              <button
                className="more"
                type="button"
                aria-busy={extend.isPending || undefined}
                onClick={() => extend.isPending || extend.mutate(crypto.randomUUID())}
              >
                {t('basket.extend')}
              </button>
            </div>
          )}
          {isRefused(extend.error) && <Refusal title={say(extend.error, t('refusal.offline'))} />}
          {isRefused(leave.error) && <Refusal title={say(leave.error, t('refusal.offline'))} />}
          {isRefused(confirm.error) && (
            <div ref={stopped}>
              <CheckoutRefusal
                order={order}
                refused={confirm.error}
                onChoose={(pointId, slotId) => {
                  choose(pointId, slotId)
                  confirm.reset()
                }}
                onContinueWithout={leave.mutate}
              />
            </div>
          )}
        </div>
        <CheckoutStep no={1} title={t('checkout.where')} note={capital(longDay(session.pickupDate, locale))}>
          <div ref={slots} className="stack-16">
            <CheckoutSlots
              session={session}
              needsCold={order.lines.some(({ storage }) => storage !== 'dry')}
              {...choice}
              missing={missing}
              onChoose={choose}
            />
          </div>
        </CheckoutStep>
        <CheckoutStep no={2} title={t('checkout.payment')}>
          <div className="choices" role="radiogroup" aria-label={t('checkout.payment')}>
            <label className="choice">
              <input type="radio" name="pay" defaultChecked />
              <span>
                <span className="strong">{t('checkout.atPickup')}</span>
                <br />
                <span className="small soft">{t('checkout.atPickupHow')}</span>
              </span>
              <Icon name="cash" className="big" />
            </label>
          </div>
        </CheckoutStep>
        <ul className="rules">
          {order.totals.maxC > order.totals.totalC && (
            <li className="with-icon start">
              <Icon name="scale" />
              <span>{t('checkout.weighed', { amount: money(order.totals.maxC, locale) })}</span>
            </li>
          )}
          <li className="with-icon start">
            <Icon name="edit" />
            <span>{t('checkout.editable', { when: dayAndHour(order.editableUntil ?? session.closesAt, locale) })}</span>
          </li>
          <li className="with-icon start">
            <Icon name="package" />
            <span>{t('checkout.due')}</span>
          </li>
        </ul>
        <div className="stack-8 desk">
          <WorkingButton className="primary wide" type="submit" working={working}>
            {t('checkout.order', { amount: money(order.totals.totalC, locale) })}
          </WorkingButton>
        </div>
        <ActBar low label={t('checkout.total')}>
          <div>
            <p className="sum">
              {order.totals.maxC > order.totals.totalC && `${t('basket.about')} `}
              {money(order.totals.totalC, locale)}
            </p>
            {order.totals.maxC > order.totals.totalC && (
              <p className="small soft num">{t('checkout.atMost', { amount: money(order.totals.maxC, locale) })}</p>
            )}
          </div>
          <WorkingButton className="primary compact" type="submit" working={working}>
            {t('checkout.orderShort')}
          </WorkingButton>
        </ActBar>
      </form>
      <CheckoutSummary order={order} />
    </div>
  )
}

/** One point only: it is chosen already. Never a slot: that is the person's word. */
function firstChoice(session: SessionData): Choice {
  const open = session.points.filter(({ slots }) => slots.some(({ free }) => free > 0))
  return { pointId: open[0]?.id, slotId: undefined }
}
