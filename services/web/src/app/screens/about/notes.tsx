import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../pieces/icon.tsx'
import { useTitle } from '../../shell/use-title.ts'

/** What one can read about the place, point by point. */
const NOTES = {
  help: ['basket', 'hold', 'change', 'lot', 'passport', 'measure', 'co2', 'person'],
  rules: ['kept', 'weighed', 'due', 'free', 'whole'],
  accessibility: ['aim', 'keys', 'sight', 'tell'],
  privacy: ['trackers', 'kept', 'yours'],
} as const

/** A short page of words: a point, what there is to know about it. */
function Notes({ page }: { readonly page: keyof typeof NOTES }) {
  const { t } = useTranslation('about')
  const title = t(`note.${page}.title`)
  useTitle(title)
  return (
    <div className="stack-24 reading">
      <h1>{title}</h1>
      <dl className="facts notes">
        {NOTES[page].map((point) => (
          <div key={point}>
            {/* The key is made of the page and of one of its own points, which the type of all pages at once cannot say. */}
            <dt>{t(`note.${page}.${point}.what` as 'note.help.basket.what')}</dt>
            <dd>{t(`note.${page}.${point}.words` as 'note.help.basket.words')}</dd>
          </div>
        ))}
      </dl>
      <p>
        <Link className="more" to="/">
          {t('toPlaces')}
          <Icon name="chevron-right" />
        </Link>
      </p>
    </div>
  )
}

export const Help = () => <Notes page="help" />
export const Rules = () => <Notes page="rules" />
export const Accessibility = () => <Notes page="accessibility" />
export const Privacy = () => <Notes page="privacy" />
