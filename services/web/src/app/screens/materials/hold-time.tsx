import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { serverNowMs } from '../../live/server-time.ts'
import { Countdown } from '../../pieces/countdown.tsx'
import { dayAndHour, hour } from '../../words/times.ts'
import type { Hold } from './holds-data.ts'

/** From here up a countdown says a date instead of hours. */
export const DATE_FROM_MS = 48 * 3_600_000

/** How long a hold is still kept: the countdown, and the instant it means. */
export function HoldTime({ hold, act }: { readonly hold: Hold /** Beside the words once it is over. */; readonly act?: ReactNode }) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const { expiresAt, createdAt, designation } = hold
  if (expiresAt === null) return <p className="small soft">{t('hold.untilReceipt')}</p>
  const saysDate = Date.parse(expiresAt) - serverNowMs() >= DATE_FROM_MS
  return (
    <div className="stack-4">
      <Countdown endsAt={expiresAt} ofSeconds={(Date.parse(expiresAt) - Date.parse(createdAt)) / 1_000} name={designation} act={act} />
      <p className="small soft">
        {saysDate ? t('hold.untilHour', { hour: hour(expiresAt, locale) }) : t('hold.until', { until: dayAndHour(expiresAt, locale) })}
        {hold.extensions > 0 && `. ${t('hold.wasExtended')}`}
        {hold.extension !== null && `. ${t(hold.extension === 'asked' ? 'hold.extensionAsked' : 'hold.extensionDenied')}`}
      </p>
    </div>
  )
}
