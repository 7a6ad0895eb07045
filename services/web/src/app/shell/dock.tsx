import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../pieces/icon.tsx'
import { useOpenBasketLines } from './open-basket.ts'

// Opened seldom: its code comes with the first opening.
const MenuSheet = lazy(async () => ({ default: (await import('./menu-sheet.tsx')).MenuSheet }))

/** Phone: five places, always with words, thumb height; a brick thread marks where I am. */
export function Dock() {
  const { t } = useTranslation()
  // undefined until the first opening; then it stays, so that closing gives the focus back.
  const [menu, setMenu] = useState<boolean | undefined>(undefined)
  const lines = useOpenBasketLines()
  return (
    <>
      <nav className="dock" aria-label={t('nav.mainPhone')}>
        <ul>
          <li>
            <Link to="/marche" activeProps={{ 'aria-current': 'page' }}>
              <Icon name="basket" className="big" />
              <span>{t('nav.market')}</span>
              {lines > 0 && (
                <span className="count" role="img" aria-label={t('nav.basketLines', { count: lines })}>
                  {lines}
                </span>
              )}
            </Link>
          </li>
          <li>
            <Link to="/materiaux" activeProps={{ 'aria-current': 'page' }}>
              <Icon name="wall" className="big" />
              <span>{t('nav.materials')}</span>
            </Link>
          </li>
          <li>
            <Link to="/chantiers" activeProps={{ 'aria-current': 'page' }}>
              <Icon name="helmet" className="big" />
              <span>{t('nav.worksites')}</span>
            </Link>
          </li>
          <li>
            <Link to="/moi" activeProps={{ 'aria-current': 'page' }}>
              <Icon name="user" className="big" />
              <span>{t('nav.me')}</span>
            </Link>
          </li>
          <li>
            <button type="button" aria-haspopup="dialog" onClick={() => setMenu(true)}>
              <Icon name="menu-2" className="big" />
              <span>{t('nav.menu')}</span>
            </button>
          </li>
        </ul>
      </nav>
      {menu !== undefined && (
        <Suspense fallback={null}>
          <MenuSheet open={menu} onClose={() => setMenu(false)} />
        </Suspense>
      )}
    </>
  )
}
