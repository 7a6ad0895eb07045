import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isRefused } from '../../api/refused.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { useSecondsLeft } from '../../live/server-time.ts'
import { Icon } from '../../pieces/icon.tsx'
import { Refusal } from '../../pieces/refusal.tsx'
import { money } from '../../words/numbers.ts'
import { BasketLine } from './basket-line.tsx'
import { type Order, useExtend, useSetLine } from './session-data.ts'

export function Totals({ order }: { readonly order: Order }) {
  const { t } = useTranslation('market')
  const locale = currentLocale()
  const { totals } = order
  return (
    <dl className="total">
      {totals.depositC > 0 && (
        <>
          <dt>{t('basket.deposit')}</dt>
          <dd>{money(totals.depositC, locale)}</dd>
        </>
      )}
      <dt className="sum">{t('basket.estimate')}</dt>
      <dd className="sum">{money(totals.totalC, locale)}</dd>
      {totals.maxC > totals.totalC && (
        <>
          <dt className="small">{t('basket.atMost')}</dt>
          <dd className="small soft">{money(totals.maxC, locale)}</dd>
        </>
      )}
    </dl>
  )
}

/** Lines with their countdowns, the estimate, and the one act. Beside the stall on the desk, in a sheet on the phone. */
export function Basket({ order }: { readonly order: Order }) {
  const { t } = useTranslation('market')
  const extend = useExtend(order.sessionId)
  const setLine = useSetLine(order.sessionId)
  const say = useRefusalText()
  const confirmed = order.state !== 'basket'
  const over = useSecondsLeft(lastEnd(order)) === 0
  return (
    <>
      <ul className="scroll">
        {order.lines.map((line) => (
          <BasketLine
            key={line.offerId}
            line={line}
            onTakeBack={() => setLine.mutate({ offerId: line.offerId, qtyB: line.qtyB, idempotencyKey: crypto.randomUUID() })}
          />
        ))}
      </ul>
      <div className="basket-foot">
        <Totals order={order} />
        {isRefused(extend.error) && <Refusal title={say(extend.error, t('refusal.offline'))} />}
        {isRefused(setLine.error) && <Refusal title={say(setLine.error, t('refusal.offline'))} />}
        <div className="stack-8">
          {confirmed ? (
            <Link className="button primary wide" to="/moi/commandes/$order" params={{ order: order.id }}>
              {t('basket.seeOrder')}
            </Link>
          ) : over ? (
            <p className="soft">{t('basket.allReleased')}</p>
          ) : (
            <>
              <Link className="button primary wide" to="/moi/panier/valider" search={{ session: order.sessionId }}>
                {t('basket.confirm')}
              </Link>
              <button
                className="button quiet wide"
                type="button"
                aria-busy={extend.isPending || undefined}
                onClick={() => extend.isPending || extend.mutate(crypto.randomUUID())}
              >
                <Icon name="clock" />
                {extend.isPending ? t('basket.extending') : t('basket.extend')}
              </button>
            </>
          )}
        </div>
      </div>
    </>
  )
}

/** When the last line that is still kept ends; null when none is. */
function lastEnd({ lines }: Order): string | null {
  const ends = lines.flatMap(({ claim, expiresAt }) => (claim === 'released' || expiresAt === null ? [] : [expiresAt]))
  return ends.sort().at(-1) ?? null
}
