import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { useConnection } from '../../live/connection.ts'
import { serverNowMs } from '../../live/server-time.ts'
import { Countdown } from '../../pieces/countdown.tsx'
import { Drawing } from '../../pieces/drawing.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { Stock } from '../../pieces/strands.tsx'
import { lengthOf } from './basket-line.tsx'
import { useLineControl } from './line-control.ts'
import { lookOf } from './looks.ts'
import { useAvailable, useStockWords } from './offer-stock.ts'
import { ProductAct } from './product-act.tsx'
import { ProductMarks } from './product-marks.tsx'
import { ProductPrice } from './product-price.tsx'
import type { Offer, OrderLine } from './session-data.ts'
import { amount } from './units.ts'

/** Pack sizes worth a word beside the origin; a bunch or a piece says it already. */
const SAYS_NOTHING = new Set(['botte', 'pièce', 'pièce pesée', 'au poids', ''])

/** Phone: a row with the tile at left; with room: a card whose parts stand level with its neighbours'. */
export const ProductCard = memo(function ProductCard({
  sessionId,
  sessionClosesAt,
  offer,
  line,
  eager,
}: {
  readonly sessionId: string
  readonly sessionClosesAt: string
  readonly offer: Offer
  readonly line: OrderLine | undefined
  readonly eager: boolean
}) {
  const { t } = useTranslation('market')
  const locale = currentLocale()
  const { availableB, state, changed } = useAvailable(offer)
  const words = useStockWords(offer, availableB)
  const control = useLineControl(sessionId, offer, line)
  const { stale } = useConnection()
  const look = lookOf(offer.image, offer.category)
  const closed = state === 'closed' || Date.parse(offer.closesAt) <= serverNowMs()
  const out = words.kind === 'out' && control.shown === 0
  const released = line?.claim === 'released'
  const holds = line !== undefined && line.claim !== 'confirmed' && line.expiresAt !== null
  const origin = [offer.variety, offer.origin?.place, SAYS_NOTHING.has(offer.variantName) ? '' : offer.variantName]
    .filter(Boolean)
    .join(' · ')
  return (
    <li
      className={`product ${out ? 'is-out' : ''} ${closed ? 'is-closed' : ''} ${control.shown > 0 ? 'is-held' : ''}`}
      data-offer={offer.id}
    >
      <Link
        className={`tile tone-${look.tone}`}
        to="/marche/$session/$offer"
        params={{ session: sessionId, offer: offer.id }}
        search={true}
        tabIndex={-1}
        aria-hidden="true"
        resetScroll={false}
      >
        <Drawing kind="produce" name={look.drawing} eager={eager} />
      </Link>
      <div className="product-text">
        <h3>
          <Link to="/marche/$session/$offer" params={{ session: sessionId, offer: offer.id }} search={true} resetScroll={false}>
            {offer.name}
          </Link>
        </h3>
        <p className="product-origin">{origin}</p>
        <p className="product-maker">{offer.producerName}</p>
      </div>
      <div className="product-state">
        <ProductMarks offer={offer} sessionClosesAt={sessionClosesAt} />
        {closed ? (
          <p className="stock is-out wrap">
            <Icon name="lock" />
            <span>{t('product.closed')}</span>
          </p>
        ) : (
          <>
            {(holds || released) && (
              <Countdown
                endsAt={released ? null : line.expiresAt}
                ofSeconds={lengthOf(line)}
                name={offer.name}
                act={
                  <button
                    className="more"
                    type="button"
                    aria-label={t('line.takeBackName', { name: offer.name })}
                    onClick={() => control.set(line.qtyB)}
                  >
                    {t('line.takeBack')}
                  </button>
                }
              />
            )}
            {(!holds || released || words.kind !== 'available') && (
              <div className="stock-line">
                <Stock {...words} changed={changed} />
              </div>
            )}
          </>
        )}
      </div>
      <div className="product-foot">
        <ProductPrice offer={offer} />
        <ProductAct
          offer={offer}
          control={control}
          out={out}
          closed={closed}
          held={holds}
          stale={stale}
          noMore={availableB < offer.stepB}
        />
        {control.shown > 0 && <span className="sr">{t('product.inBasket', { amount: amount(control.shown, offer, locale) })}</span>}
      </div>
    </li>
  )
})
