import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useRoom } from '../../live/use-room.ts'
import { Empty } from '../../pieces/empty.tsx'
import { SectionTitle } from '../../pieces/section-title.tsx'
import { usePerson } from '../../session/use-person.ts'
import { useTitle } from '../../shell/use-title.ts'
import { useWishes, type Wish } from '../materials/wishes-data.ts'
import { Failed } from '../states/failed.tsx'
import { WishRow } from './wish-row.tsx'

/** What I wait for: offers to answer first, then each queue with my rank. */
export function Wishes() {
  const { t } = useTranslation('materials')
  const person = usePerson()
  const wishes = useWishes()
  useRoom(person === undefined ? undefined : 'me')
  useTitle(t('wishes.title'))
  const all = wishes.data ?? []
  return (
    <div className="stack">
      <div className="stack-8">
        <h1>{t('wishes.title')}</h1>
        {all.length > 0 && <p className="lead">{t('wishes.lead')}</p>}
      </div>
      {person === undefined && (
        <Empty
          scene="empty-search"
          title={t('wishes.signIn')}
          act={
            <Link className="button primary" to="/connexion" search={{ retour: '/moi/recherches' }}>
              {t('mine.toSignIn')}
            </Link>
          }
        />
      )}
      {wishes.error !== null && <Failed error={wishes.error} reset={() => void wishes.refetch()} />}
      {person !== undefined && wishes.isPending && (
        <ul className="reservation-list" aria-busy="true">
          <li className="ask">
            <span className="bone tile" />
            <span className="bone" style={{ blockSize: '4rem' }} />
          </li>
        </ul>
      )}
      {person !== undefined && wishes.data?.length === 0 && (
        <Empty
          scene="empty-search"
          title={t('wishes.none')}
          act={
            <Link className="button primary" to="/materiaux">
              {t('mine.toSearch')}
            </Link>
          }
        />
      )}
      <Part id="offered" title={t('wishes.offered')} wishes={all.filter(({ offer }) => offer !== null)} />
      <Part id="waiting" title={t('wishes.waiting')} wishes={all.filter(({ offer }) => offer === null)} />
    </div>
  )
}

function Part({ id, title, wishes }: { readonly id: string; readonly title: string; readonly wishes: readonly Wish[] }) {
  if (wishes.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <SectionTitle id={id} title={title} />
      <ul className="reservation-list">
        {wishes.map((wish) => (
          <WishRow key={wish.wishId} wish={wish} />
        ))}
      </ul>
    </section>
  )
}
