import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { serverNowMs } from '../../live/server-time.ts'
import { Countdown } from '../../pieces/countdown.tsx'
import { Icon } from '../../pieces/icon.tsx'
import type { LotStock } from '../../pieces/lot-stock.ts'
import { lotAmount } from '../../pieces/lot-units.ts'
import { DATE_FROM_MS } from './hold-time.tsx'
import type { Hold } from './holds-data.ts'
import type { Lot } from './lot-data.ts'
import { SimilarLink } from './similar-link.tsx'

/** More than is free: what others hold and when the next part comes back, and other lots of the family. */
export function LotMore({
  lot,
  stock,
  own,
  offered,
}: {
  readonly lot: Lot
  readonly stock: LotStock
  readonly own: readonly Hold[]
  /** Base units that are offered to who looks at it. */
  readonly offered: number
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const others = stock.held - own.reduce((sum, { qty }) => sum + qty, offered)
  return (
    <section className="panel panel-in" aria-labelledby="more-lots">
      <h2 id="more-lots" className="panel-title">
        {t('more.title')}
      </h2>
      <ul className="rows">
        {others > 0 && (
          <li className="row no-pic">
            <div>
              <p className="strong num">
                {t(lot.displayUnit === 'piece' ? 'more.heldPieces' : 'more.held', {
                  count: others / lot.displayBase,
                  amount: lotAmount(others, lot, locale),
                })}
              </p>
              <NextFreed lot={lot} stock={stock} own={own} others={others} />
            </div>
          </li>
        )}
        <li>
          <SimilarLink lot={lot} className="row no-pic">
            <div>
              <h3>{t('more.similar')}</h3>
              <p className="small soft">{lot.family.label[locale]}</p>
            </div>
            <Icon name="chevron-right" />
          </SimilarLink>
        </li>
      </ul>
    </section>
  )
}

/** When the next hold of somebody else ends. Nothing when the next one is one's own: of the others nobody knows then. */
function NextFreed({
  lot,
  stock,
  own,
  others,
}: {
  readonly lot: Lot
  readonly stock: LotStock
  readonly own: readonly Hold[]
  readonly others: number
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const at = stock.nextExpiryAt
  if (at === null || own.some(({ expiresAt }) => expiresAt === at)) return null
  // The page's own quantity belongs to the page's own instant; a newer one from the live room has no quantity yet.
  const freed = lot.nextExpiry?.at === at ? lot.nextExpiry.qty : undefined
  const saysDate = Date.parse(at) - serverNowMs() >= DATE_FROM_MS
  const part = freed !== undefined && freed !== others
  const amount = lotAmount(freed ?? others, lot, locale)
  const word = part ? t(saysDate ? 'more.partFreesOn' : 'more.partFreesIn', { amount }) : t(saysDate ? 'more.freesOn' : 'more.freesIn')
  return <Countdown key={at} endsAt={at} ofSeconds={DATE_FROM_MS / 1_000} name={lot.designation} inline word={word} />
}
