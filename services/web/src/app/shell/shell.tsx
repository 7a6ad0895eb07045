import { Outlet, useMatches, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { LiveRegion } from '../pieces/live-region.tsx'
import { DemoBanner } from './demo-banner.tsx'
import { Dock } from './dock.tsx'
import { Footer } from './footer.tsx'
import type { Frame } from './frame.ts'
import { LiveBanner } from './live-banner.tsx'
import { PlainBar, TopBar } from './top-bar.tsx'

/** Skip link, top bar, banners, `main`, foot and, on the phone, the dock. Screens fill `main`. */
export function Shell() {
  const { t } = useTranslation()
  const { wide = false, plain = false, dock = !plain } = useFrame()
  useFocusOnHeading()
  useEffect(() => {
    document.body.classList.toggle('has-dock', dock)
  }, [dock])
  return (
    <>
      <a className="skip" href="#contenu">
        {t('nav.skip')}
      </a>
      {plain ? <PlainBar /> : <TopBar />}
      <LiveBanner />
      {!plain && <DemoBanner />}
      <main id="contenu" className={wide ? undefined : 'content'} tabIndex={-1}>
        <Outlet />
      </main>
      {!plain && <Footer />}
      {dock && <Dock />}
      <LiveRegion />
    </>
  )
}

/** The frame that the innermost screen asks for. */
function useFrame(): Frame {
  return useMatches({ select: (matches) => matches.at(-1)?.staticData.frame ?? {} })
}

/** After navigation the heading has the focus, so that a reader begins where the page begins; not on the first page, not on a mere filter. */
function useFocusOnHeading() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const before = useRef<string | undefined>(undefined)
  useEffect(() => {
    const first = before.current === undefined
    const moved = before.current !== path
    before.current = path
    if (first || !moved || path === undefined) return
    const heading = document.querySelector<HTMLElement>('main h1')
    if (heading === null) return
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
  }, [path])
}
