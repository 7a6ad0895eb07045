import { Outlet, useMatches } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { hush, LiveRegion } from '../pieces/live-region.tsx'
import { useDepartures } from '../session/leave-nothing.ts'
import { DemoBanner } from './demo-banner.tsx'
import { Dock } from './dock.tsx'
import { Footer } from './footer.tsx'
import type { Frame } from './frame.ts'
import { LiveBanner } from './live-banner.tsx'
import { PlainBar, TopBar } from './top-bar.tsx'
import { useFocusAfterNavigation } from './use-focus-after-navigation.ts'

/** Skip link, top bar, banners, `main`, foot and, on the phone, the dock. Screens fill `main`. */
export function Shell() {
  const { t } = useTranslation()
  const { wide = false, plain = false, dock = !plain } = useFrame()
  useFocusAfterNavigation()
  const departures = useDepartures()
  useEffect(() => {
    if (departures > 0) hush()
  }, [departures])
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
        <Outlet key={departures} />
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
