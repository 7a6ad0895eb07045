import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../pieces/icon.tsx'
import { LotPrice } from '../../pieces/lot-price.tsx'
import type { LotStock } from '../../pieces/lot-stock.ts'
import { FreeNow } from './lot-buy.tsx'
import type { Lot } from './lot-data.ts'
import { SimilarLink } from './similar-link.tsx'

/** Nothing to hold now: why, in words, and where there is something like it. */
export function NothingToHold({
  lot,
  stock,
  queue,
  children,
}: {
  readonly lot: Lot
  readonly stock: LotStock
  /** The way to stand in line, where something may come back. */
  readonly queue: ReactNode
  /** A refusal that has just been given: it has the way out itself. */
  readonly children?: ReactNode
}) {
  const { t } = useTranslation('materials')
  const open = lot.publication === 'published' || lot.publication === 'restricted'
  const reasons = [...new Set(lot.blocks.map(({ rule, code }) => t(`block.${rule}`, { state: t(`blockCode.${code}`) })))]
  return (
    <div className="panel-in">
      <div className="between">
        <LotPrice price={lot.price} displayUnit={lot.displayUnit} className="big-price" />
        {open && !stock.withdrawn && <FreeNow lot={lot} stock={stock} />}
      </div>
      {open && !stock.withdrawn ? (
        !children && <p>{stock.held > 0 ? t('closed.allHeld') : t('closed.allGone')}</p>
      ) : (
        <div className="refusal is-info" role="status">
          <Icon name="lock" />
          <div>
            <p className="strong">{t(lot.publication === 'blocked' ? 'closed.blocked' : 'closed.withdrawn')}</p>
            {reasons.map((reason) => (
              <p key={reason}>{reason}</p>
            ))}
          </div>
        </div>
      )}
      {children}
      {queue}
      {!children && <SimilarLink lot={lot} className="button secondary wide" />}
    </div>
  )
}
