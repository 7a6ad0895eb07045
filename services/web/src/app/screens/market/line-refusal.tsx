import { useTranslation } from 'react-i18next'
import type { Refused } from '../../api/refused.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { Refusal } from '../../pieces/refusal.tsx'
import type { LineControl, LineNo } from './line-control.ts'
import { waysOut } from './line-ways-out.ts'
import type { Offer } from './session-data.ts'
import { amount } from './units.ts'

/** A refusal opens a door: it sits at its line and its button names the way out with the figure in it. */
export function LineRefusal({ offer, refused, asked, control }: LineNo & { readonly offer: Offer; readonly control: LineControl }) {
  const { t } = useTranslation('market')
  const locale = currentLocale()
  const words = useLineRefusalWords()
  const { code } = refused.problem
  if (code === 'age-required') {
    return (
      <Refusal
        kind="info"
        icon="info-circle"
        title={words(refused, offer)}
        out={
          <button
            className="button secondary compact"
            type="button"
            onClick={() => {
              control.declareAdult()
              control.set(asked)
            }}
          >
            {t('refusal.iAmAdult')}
          </button>
        }
      />
    )
  }
  const more = code === 'insufficient-stock' && control.shown > 0
  return (
    <Refusal
      title={words(refused, offer)}
      out={
        <>
          {waysOut(refused.problem, offer, { asked, held: control.shown }).map((qtyB) => (
            <button key={qtyB} className="button secondary compact" type="button" onClick={() => control.set(qtyB)}>
              {t(more ? 'refusal.takeMore' : 'refusal.take', { amount: amount(more ? qtyB - control.shown : qtyB, offer, locale) })}
            </button>
          ))}
          <button className="button quiet compact" type="button" onClick={control.forgetRefusal}>
            {t('refusal.fine')}
          </button>
        </>
      }
    />
  )
}

/** Why a line could not be set as asked, with the figures that matter in the units of the stall. */
export function useLineRefusalWords(): (refused: Refused, offer: Offer) => string {
  const { t } = useTranslation('market')
  const say = useRefusalText()
  const locale = currentLocale()
  return (refused, offer) => {
    const { code, availableB, minB, maxB, stepB, limitB } = refused.problem
    const said = (base: number) => amount(base, offer, locale)
    if (code === 'age-required') return t('refusal.age')
    if (code === 'insufficient-stock' && typeof availableB === 'number')
      return availableB === 0 ? t('refusal.noneLeft') : t('refusal.onlyLeft', { amount: said(availableB) })
    if (code === 'quantity-range' && typeof minB === 'number' && typeof maxB === 'number')
      return t('refusal.range', { min: said(minB), max: said(maxB) })
    if (code === 'off-step' && typeof stepB === 'number') return t('refusal.offStep', { step: said(stepB) })
    if (code === 'member-limit' && typeof limitB === 'number') return t('refusal.limit', { amount: said(limitB) })
    return say(refused, t('refusal.offline'))
  }
}
