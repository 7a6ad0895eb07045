import type { OpeningHours } from '@filature/contracts/identity/events'
import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { serverNowMs } from '../../live/server-time.ts'
import { wallClock, weekdayNumber } from '../../words/opening.ts'
import { timeRange, weekday } from '../../words/times.ts'

/** The strip shows eight in the morning to eight in the evening; what lies outside is drawn at its edge. */
const FIRST_HOUR = 8
const SHOWN_HOURS = 12
const DAYS = [1, 2, 3, 4, 5, 6, 7] as const
/** Monday of a known week, for the names of the days. */
const A_MONDAY = Date.UTC(2024, 0, 1, 12)
const DAY_MS = 86_400_000

const hoursOf = (time: string) => Number(time.slice(0, 2)) + Number(time.slice(3)) / 60
const part = (time: string) => Math.min(1, Math.max(0, (hoursOf(time) - FIRST_HOUR) / SHOWN_HOURS))
const bare = (time: string) => (time.endsWith(':00') ? String(Number(time.slice(0, 2))) : `${Number(time.slice(0, 2))}:${time.slice(3)}`)

/** Opening hours: one strand of cloth a day, today full, a line for now. Readers hear the same as a sentence. */
export function WeekHours({ opening }: { readonly opening: readonly OpeningHours[] }) {
  const { t } = useTranslation('place')
  const locale = currentLocale()
  const { date, time } = wallClock(serverNowMs())
  const today = weekdayNumber(date)
  const nameOf = (day: number) => weekday(new Date(A_MONDAY + (day - 1) * DAY_MS).toISOString(), locale)
  const spoken = DAYS.map((day) => {
    const open = opening.filter(({ weekday: one }) => one === day)
    const said = open.length === 0 ? t('hours.closed') : open.map(({ from, to }) => timeRange(from, to, locale)).join(', ')
    return `${nameOf(day)} ${said}`
  }).join(', ')
  return (
    <div className="hours-week" role="img" aria-label={spoken}>
      {DAYS.map((day) => {
        const open = opening.filter(({ weekday: one }) => one === day)
        const first = open[0]
        const last = open.at(-1)
        return (
          <span key={day} className={day === today ? 'hours-day today' : 'hours-day'}>
            <span className="hours-bar">
              {open.map(({ from, to }) => (
                <i key={from} style={{ '--a': part(from), '--b': part(to) } as CSSProperties} />
              ))}
              {day === today && open.length > 0 && <u style={{ '--at': part(time) } as CSSProperties} />}
            </span>
            <b>{nameOf(day).charAt(0).toUpperCase()}</b>
            <small>{first === undefined || last === undefined ? t('hours.closed') : `${bare(first.from)}–${bare(last.to)}`}</small>
          </span>
        )
      })}
    </div>
  )
}
