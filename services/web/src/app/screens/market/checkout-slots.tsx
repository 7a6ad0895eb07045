import type { SessionView } from '@filature/contracts/market/session'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { longDay, timeRange, wallTimeAt } from '../../words/times.ts'

/** From here down the places left are told in ochre. */
const FEW_PLACES = 5

/** Where and when: points first, then the slots of the chosen one. */
export function CheckoutSlots({
  session,
  needsCold,
  pointId,
  slotId,
  missing,
  onChoose,
}: {
  readonly session: SessionView
  /** The basket holds something that must stay cold. */
  readonly needsCold: boolean
  readonly pointId: string | undefined
  readonly slotId: string | undefined
  /** One wanted to order without an hour. */
  readonly missing: boolean
  readonly onChoose: (pointId: string, slotId: string | undefined) => void
}) {
  const { t } = useTranslation('market')
  const locale = currentLocale()
  const chosen = session.points.find(({ id }) => id === pointId)
  return (
    <>
      <div className="choices" role="radiogroup" aria-label={t('checkout.point')}>
        {session.points.map((point) => {
          const full = point.slots.every(({ free }) => free === 0)
          return (
            <label key={point.id} className="choice">
              <input
                type="radio"
                name="point"
                checked={point.id === pointId}
                disabled={full}
                onChange={() => onChoose(point.id, undefined)}
              />
              <span>
                <span className="strong">{point.name}</span>
                <br />
                <span className="small soft">{needsCold && !point.cold ? t('checkout.noCold') : point.note}</span>
              </span>
              <span className="end">
                {point.town}
                {full && (
                  <>
                    <br />
                    <span className="small soft">{t('checkout.full')}</span>
                  </>
                )}
              </span>
            </label>
          )
        })}
      </div>
      {missing && (
        <p className="error" role="alert">
          {t('checkout.chooseSlot')}
        </p>
      )}
      {chosen !== undefined && (
        <div className="slots" role="radiogroup" aria-label={t('checkout.slot', { day: longDay(session.pickupDate, locale) })}>
          {chosen.slots.map((slot) => (
            <label key={slot.id} className="choice slot">
              <input
                type="radio"
                name="slot"
                checked={slot.id === slotId}
                disabled={slot.free === 0}
                onChange={() => onChoose(chosen.id, slot.id)}
              />
              <span className="nowrap">{timeRange(wallTimeAt(slot.startsAt), wallTimeAt(slot.endsAt), locale)}</span>
              <span className={`end small ${slot.free > 0 && slot.free < FEW_PLACES ? 'few' : 'soft'}`}>
                {slot.free === 0 ? t('checkout.full') : t('checkout.places', { count: slot.free })}
              </span>
            </label>
          ))}
        </div>
      )}
    </>
  )
}
