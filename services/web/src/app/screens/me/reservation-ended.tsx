import { DISPLAY_UNITS } from '@filature/kernel/quantity'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { materials } from '../../api/client.ts'
import { currentLocale } from '../../i18n/locale.ts'
import { lotAmount, lotName } from '../../pieces/lot-units.ts'
import { SectionTitle } from '../../pieces/section-title.tsx'
import { usePerson } from '../../session/use-person.ts'
import { shortDay } from '../../words/times.ts'

/** What was fetched, given back or ran out; the number of the slip where there is one. */
export function EndedHolds() {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const person = usePerson()
  const { data } = useQuery({
    queryKey: ['holds-ended', person?.id],
    queryFn: () => materials('GET /holds/ended', { query: { limit: 12 } }),
  })
  if (data === undefined || data.items.length === 0) return null
  return (
    <section aria-labelledby="ended">
      <SectionTitle id="ended" title={t('mine.ended')} />
      <ul className="rows">
        {data.items.map((hold) => (
          <li key={hold.holdId}>
            <Link className="row no-pic" to="/materiaux/$code" params={{ code: hold.code }}>
              <div>
                <h3>{lotName(hold.designation)}</h3>
                <p className="small soft">
                  {lotAmount(hold.qty, { displayUnit: DISPLAY_UNITS[hold.unit].unit, displayBase: DISPLAY_UNITS[hold.unit].base }, locale)},{' '}
                  {t(`mine.state.${hold.state}`)}
                  {hold.slip !== null && `, ${t('mine.slip', { slip: hold.slip })}`}
                </p>
              </div>
              <p className="end small soft">{shortDay(hold.endedAt, locale)}</p>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
