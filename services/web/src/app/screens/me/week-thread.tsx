import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { Icon } from '../../pieces/icon.tsx'
import { longDay, shortDay } from '../../words/times.ts'
import type { Appointment } from './week.ts'

const TONE = { basket: 'mousse', package: 'brique' } as const

/** Seven days on the thread, a knot for each thing to come, a number when there are several. */
export function WeekThread({ days, appointments }: { readonly days: readonly string[]; readonly appointments: readonly Appointment[] }) {
  const { t } = useTranslation('me')
  const locale = currentLocale()
  return (
    <nav aria-label={t('week.label')} className="thread">
      {days.map((day, index) => {
        const ofDay = appointments.filter((one) => one.day === day)
        const first = ofDay[0]
        const [word = ''] = shortDay(day, locale).split(/[\s\u00a0]/)
        return (
          <a key={day} className={index === 0 ? 'today' : ''} href={`#j${day}`}>
            <span className="w">{index === 0 ? t('week.today') : word.replace(',', '')}</span>{' '}
            <span className="d">{Number(day.slice(8))}</span>
            <span className="sr">
              {', '}
              {t('week.day', {
                day: longDay(day, locale),
                what: ofDay.length === 0 ? t('week.nothing') : t('week.count', { count: ofDay.length }),
              })}
            </span>
            <span className={`knot ${first === undefined ? 'none' : ''}`} aria-hidden="true">
              {first !== undefined && (
                <span className={`tone-${TONE[first.kind]}`}>
                  <Icon name={first.kind} />
                  {ofDay.length > 1 && <b className="count" data-figure={ofDay.length} />}
                </span>
              )}
            </span>
          </a>
        )
      })}
    </nav>
  )
}
