import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { Icon } from '../../pieces/icon.tsx'
import { Refusal } from '../../pieces/refusal.tsx'
import { Stepper } from '../../pieces/stepper.tsx'
import { useFocusHandedOn } from '../../pieces/use-focus-handed-on.ts'
import type { LineControl } from './line-control.ts'
import { LineRefusal } from './line-refusal.tsx'
import type { Offer } from './session-data.ts'
import { shortAmount } from './units.ts'

/** The slot of Ajouter and of the stepper, and under it what the server or the reading of the field answered. */
export function ProductAct({
  offer,
  control,
  out,
  closed,
  held,
  stale,
  noMore,
}: {
  readonly offer: Offer
  readonly control: LineControl
  readonly out: boolean
  readonly closed: boolean
  readonly held: boolean
  readonly stale: boolean
  /** There is not one step left to add. */
  readonly noMore: boolean
}) {
  const { t } = useTranslation('market')
  const locale = currentLocale()
  const inBasket = control.shown > 0
  const slot = useFocusHandedOn()
  const shut = out || closed
  return (
    <div className="act" {...slot}>
      {inBasket ? (
        <Stepper
          name={offer.name}
          text={shortAmount(control.shown, offer, locale)}
          stepText={shortAmount(offer.stepB, offer, locale)}
          onStep={control.step}
          onTyped={control.typed}
          held={held}
          stale={stale}
          most={noMore || closed}
        />
      ) : (
        <button
          className={shut ? 'button neutral compact' : 'add'}
          type="button"
          disabled={shut}
          aria-label={shut ? undefined : t('product.add', { name: offer.name })}
          onClick={control.add}
        >
          {!shut && <Icon name="plus" />}
          {out ? t('stock.out') : closed ? t('product.closedShort') : t('product.addShort')}
        </button>
      )}
      {control.unread !== undefined && (
        <Refusal kind="hint" icon="info-circle" title={t('refusal.noAmount', { typed: control.unread })}>
          {t('refusal.likeThis', { amount: shortAmount(Math.max(offer.minB, offer.stepB), offer, locale) })}
        </Refusal>
      )}
      {control.refusal !== undefined && <LineRefusal offer={offer} {...control.refusal} control={control} />}
    </div>
  )
}
