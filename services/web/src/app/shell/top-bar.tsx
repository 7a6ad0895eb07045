import { Link, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../i18n/locale.ts'
import { switchLocale } from '../i18n/setup.ts'
import { Avatar } from '../pieces/avatar.tsx'
import { Icon } from '../pieces/icon.tsx'
import { Mark } from '../pieces/mark.tsx'
import { usePerson } from '../session/use-person.ts'
import { useCurrentPlace } from './current-place.ts'
import { useUnread } from './unread.ts'

// Opened seldom: its code comes with the first opening.
const PlaceChoice = lazy(async () => ({ default: (await import('./place-choice.tsx')).PlaceChoice }))

/** Only the way home and the other language. */
export function PlainBar() {
  const { t } = useTranslation()
  const other = currentLocale() === 'fr' ? 'en' : 'fr'
  return (
    <header className="top">
      <div className="top-in">
        <Link className="brand" to="/" aria-label={t('brand.home')}>
          <Mark />
          <span className="brand-word">Filature</span>
        </Link>
        <div className="top-tools">
          <button className="tool" type="button" lang={other} onClick={() => void switchLocale(other)}>
            {t('nav.otherLanguage')}
          </button>
        </div>
      </div>
    </header>
  )
}

/** Where am I, where can I go, who am I. */
export function TopBar() {
  const { t } = useTranslation()
  const person = usePerson()
  const unread = useUnread()
  const place = useCurrentPlace()
  // undefined until the first opening; then it stays, so that closing gives the focus back.
  const [choosing, setChoosing] = useState<boolean | undefined>(undefined)
  const messages = unread > 0 ? t('nav.messages', { count: unread }) : t('nav.messagesNone')
  return (
    <header className="top">
      <div className="top-in">
        <Link className="brand" to="/" aria-label={t('brand.home')}>
          <Mark />
          <span className="brand-word">Filature</span>
        </Link>
        <button className="here" type="button" aria-haspopup="dialog" onClick={() => setChoosing(true)}>
          <span>{place?.name ?? t('nav.choosePlace')}</span>
          <Icon name="chevron-down" />
        </button>
        <nav className="top-nav" aria-label={t('nav.main')}>
          <Link to="/marche" activeProps={{ 'aria-current': 'page' }}>
            {t('nav.market')}
          </Link>
          <Link to="/materiaux" activeProps={{ 'aria-current': 'page' }}>
            {t('nav.materials')}
          </Link>
          <Link to="/chantiers" activeProps={{ 'aria-current': 'page' }}>
            {t('nav.worksites')}
          </Link>
          <Link to="/impact" activeProps={{ 'aria-current': 'page' }}>
            {t('nav.impact')}
          </Link>
        </nav>
        <div className="top-tools">
          <Search />
          <Link className="tool find" to="/materiaux" aria-label={t('nav.search')}>
            <Icon name="search" className="big" />
          </Link>
          {person === undefined ? (
            <Link className="button quiet compact" to="/connexion">
              {t('nav.signIn')}
            </Link>
          ) : (
            <>
              <Link className="tool bell" to="/moi/messages" aria-label={messages}>
                <Icon name="bell" className="big" />
                {unread > 0 && (
                  <span className="count" aria-hidden="true">
                    {unread}
                  </span>
                )}
              </Link>
              <Link className="tool desk" to="/moi" aria-label={`${t('nav.me')}, ${person.displayName}`}>
                <Avatar name={person.displayName} />
              </Link>
            </>
          )}
        </div>
      </div>
      {choosing !== undefined && (
        <Suspense fallback={null}>
          <PlaceChoice open={choosing} onClose={() => setChoosing(false)} />
        </Suspense>
      )}
    </header>
  )
}

/** `/` brings the focus here from anywhere that is not a field. */
function Search() {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const navigate = useNavigate()
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const inField = event.target instanceof HTMLElement && event.target.closest('input, textarea, select, [contenteditable]') !== null
      if (event.key !== '/' || inField || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      field.current?.focus()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <search>
      <form
        className="top-search"
        onSubmit={(event) => {
          event.preventDefault()
          void navigate({ to: '/materiaux', search: { q: field.current?.value ?? '' } })
        }}
      >
        <label className="sr" htmlFor="q">
          {t('nav.search')}
        </label>
        <Icon name="search" />
        <input id="q" ref={field} type="search" placeholder={t('nav.search')} />
        <kbd aria-hidden="true">/</kbd>
      </form>
    </search>
  )
}
