import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../i18n/locale.ts'
import { useSecondsLeft } from '../live/server-time.ts'
import { timeLeft } from '../words/times.ts'
import { Icon } from './icon.tsx'
import { announce } from './live-region.tsx'

const STITCHES = 20

/** Words, time, and a seam of twenty stitches, one of which comes out each twentieth of the hold. */
export function Countdown({
  endsAt,
  ofSeconds,
  name,
  inline = false,
  word,
  act,
}: {
  /** null: the server says that it has ended. */
  readonly endsAt: string | null
  /** Whole length of the hold, which the seam measures. */
  readonly ofSeconds: number
  /** What is held, for the announcements. */
  readonly name: string
  readonly inline?: boolean
  /** Replaces the words before the time. */
  readonly word?: ReactNode
  /** Beside the words once it is over. */
  readonly act?: ReactNode
}) {
  const { t } = useTranslation()
  const seconds = useSecondsLeft(endsAt)
  const state = seconds === 0 ? 'over' : seconds < 60 ? 'last' : seconds < 180 ? 'soon' : 'calm'
  useAnnouncements(seconds, {
    180: t('countdown.announce3', { name }),
    60: t('countdown.announce1', { name }),
    0: t('countdown.announce0', { name }),
  })
  const part = Math.max(0, Math.ceil((seconds / ofSeconds) * STITCHES) / STITCHES)
  const said = word ?? (seconds >= 48 * 3_600 ? t('countdown.until') : t(`countdown.${state}`))
  return (
    <div className={`countdown is-${state} ${inline ? 'inline' : ''}`}>
      <p className="line">
        <Icon name={state === 'over' ? 'lock-open' : state === 'last' ? 'hourglass' : 'clock'} />
        <span className="word">{state === 'over' ? t('countdown.over') : said}</span>
        {state !== 'over' && endsAt !== null && (
          <time role="timer" aria-live="off" dateTime={endsAt}>
            {timeLeft(seconds, endsAt, currentLocale())}
          </time>
        )}
        {state === 'over' && act}
      </p>
      {!inline && state !== 'over' && <span className="seam" style={{ '--part': part } as React.CSSProperties} aria-hidden="true" />}
    </div>
  )
}

/** Politely, once each, and only when the moment passes while one is looking. */
function useAnnouncements(seconds: number, texts: Readonly<Record<number, string>>) {
  const before = useRef(seconds)
  useEffect(() => {
    // Whole numbers come in rising order: when several moments passed at once, the last one says it all.
    const passed = Object.entries(texts).find(([at]) => before.current > Number(at) && seconds <= Number(at))
    if (passed !== undefined) announce(passed[1])
    before.current = seconds
  })
}
