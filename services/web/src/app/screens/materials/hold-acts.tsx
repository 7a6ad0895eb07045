import { useTranslation } from 'react-i18next'
import { useIntentions } from '../../api/use-intentions.ts'
import { useRefusalText } from '../../api/use-refusal-text.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { announceNow } from '../../pieces/live-region.tsx'
import { lotAmount } from '../../pieces/lot-units.ts'
import { Refusal } from '../../pieces/refusal.tsx'
import { useFocusHandedOn } from '../../pieces/use-focus-handed-on.ts'
import { WorkingButton } from '../../pieces/working-button.tsx'
import { dayAndHour } from '../../words/times.ts'
import { type Hold, useExtendHold, useReleaseHold } from './holds-data.ts'

/** Keep it longer, or give it back. What comes of it is told once it is true. */
export function HoldActs({ hold, onReleased }: { readonly hold: Hold; readonly onReleased: (hold: Hold) => void }) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const say = useRefusalText()
  const extend = useExtendHold()
  const release = useReleaseHold()
  const { act, refusal, forgetRefusal } = useIntentions()
  const slot = useFocusHandedOn()
  const thing = `${lotAmount(hold.qty, hold, locale)}, ${hold.designation}`

  const longer = () =>
    act('extend', async (idempotencyKey) => {
      const kept = await extend.mutateAsync({ holdId: hold.holdId, idempotencyKey })
      if (kept.extension === 'asked') announceNow(t('hold.extensionAsked'))
      else if (kept.expiresAt !== null) announceNow(t('hold.extended', { until: dayAndHour(kept.expiresAt, locale) }))
    })
  const giveBack = () =>
    act('release', async (idempotencyKey) => {
      await release.mutateAsync({ hold, idempotencyKey })
      onReleased(hold)
    })
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would announce itself at every key */}
      <div className="out" role="group" aria-label={thing} tabIndex={-1} {...slot}>
        {hold.canExtend && (
          <WorkingButton
            className="secondary compact"
            working={extend.isPending}
            aria-label={t('hold.extendNamed', { thing })}
            onClick={() => void longer()}
          >
            {t('hold.extend')}
          </WorkingButton>
        )}
        <WorkingButton
          className="neutral compact"
          working={release.isPending}
          aria-label={t('hold.releaseNamed', { thing })}
          onClick={() => void giveBack()}
        >
          {t('hold.release')}
        </WorkingButton>
      </div>
      {refusal !== undefined && (
        <div className="full">
          <Refusal
            title={say(refusal, t('refusal.offlineHold'))}
            out={
              <button className="button quiet compact" type="button" onClick={forgetRefusal}>
                {t('refusal.fine')}
              </button>
            }
          />
        </div>
      )}
    </>
  )
}
