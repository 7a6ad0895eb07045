import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../i18n/locale.ts'
import { switchLocale } from '../i18n/setup.ts'

// Opened seldom: its code comes with the first opening.
const MenuSheet = lazy(async () => ({ default: (await import('./menu-sheet.tsx')).MenuSheet }))

/** Help is always at this place. */
export function Footer() {
  const { t } = useTranslation()
  const [menu, setMenu] = useState<boolean | undefined>(undefined)
  const other = currentLocale() === 'fr' ? 'en' : 'fr'
  return (
    <footer className="foot">
      <div className="content">
        <ul>
          <li>
            <Link to="/aide">{t('nav.help')}</Link>
          </li>
          <li>
            <Link to="/regles">{t('nav.rules')}</Link>
          </li>
          <li>
            <Link to="/accessibilite">{t('nav.accessibility')}</Link>
          </li>
          <li>
            <Link to="/confidentialite">{t('nav.privacy')}</Link>
          </li>
          <li>
            <button type="button" className="link" lang={other} onClick={() => void switchLocale(other)}>
              {t('nav.otherLanguage')}
            </button>
          </li>
          <li>
            <button type="button" className="link" aria-haspopup="dialog" onClick={() => setMenu(true)}>
              {t('theme.title')}
            </button>
          </li>
        </ul>
      </div>
      {menu !== undefined && (
        <Suspense fallback={null}>
          <MenuSheet open={menu} onClose={() => setMenu(false)} />
        </Suspense>
      )}
    </footer>
  )
}
