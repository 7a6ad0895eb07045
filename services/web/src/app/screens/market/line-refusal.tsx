import { useTranslation } from 'react-i18next'
import type { Refused } from '../../api/refused.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { Refusal } from '../../pieces/refusal.tsx'
import type { LineControl } from './line-control.ts'
import type { Offer } from './session-data.ts'
import { amount } from './units.ts'

/** A refusal opens a door: it sits at its line and its button names the way out with the figure in it. */
export function LineRefusal({
  offer,
  refusal,
  control,
}: {
  readonly offer: Offer
  readonly refusal: Refused
  readonly control: LineControl
}) {
  const { t } = useTranslation('market')
  const locale = currentLocale()
  const words = useLineRefusalWords()
  const { code } = refusal.problem
  const availableB = refusal.problem['availableB']
  if (code === 'insufficient-stock' && typeof availableB === 'number') {
    const most = Math.floor(availableB / offer.stepB) * offer.stepB
    return (
      <Refusal
        title={words(refusal, offer)}
        out={
          <>
            {most >= offer.minB && most > 0 && (
              <button className="button secondary compact" type="button" onClick={() => control.set(control.shown + most)}>
                {t(control.shown > 0 ? 'refusal.takeMore' : 'refusal.take', { amount: amount(most, offer, locale) })}
              </button>
            )}
            <button className="button quiet compact" type="button" onClick={control.forgetRefusal}>
              {t('refusal.fine')}
            </button>
          </>
        }
      />
    )
  }
  if (code === 'age-required') {
    return (
      <Refusal
        kind="info"
        icon="info-circle"
        title={words(refusal, offer)}
        out={
          <button
            className="button secondary compact"
            type="button"
            onClick={() => {
              control.declareAdult()
              control.add()
            }}
          >
            {t('refusal.iAmAdult')}
          </button>
        }
      />
    )
  }
  return (
    <Refusal
      title={words(refusal, offer)}
      out={
        <button className="button quiet compact" type="button" onClick={control.forgetRefusal}>
          {t('refusal.fine')}
        </button>
      }
    />
  )
}

/** Why a line could not be set as asked, with the figure that matters. */
export function useLineRefusalWords(): (refusal: Refused, offer: Offer) => string {
  const { t } = useTranslation('market')
  const say = useRefusalText()
  return (refusal, offer) => {
    const { code, availableB } = refusal.problem
    if (code === 'age-required') return t('refusal.age')
    if (code !== 'insufficient-stock' || typeof availableB !== 'number') return say(refusal, t('refusal.offline'))
    return availableB === 0 ? t('refusal.noneLeft') : t('refusal.onlyLeft', { amount: amount(availableB, offer, currentLocale()) })
  }
}
