import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTryingOn } from '../api/patience.ts'
import { currentLocale } from '../i18n/locale.ts'
import { useConnection } from '../live/connection.ts'
import { Icon } from '../pieces/icon.tsx'
import { hour } from '../words/times.ts'

/** How long "up to date again" stays, in milliseconds. */
const FRESH_MS = 4_000

/**
 * Only when figures may be old: says since when. Buttons stay, the server decides. Once they are true again it says so, once.
 * Else when something is being tried for longer than one waits without a word: what is known stays on the screen.
 */
export function LiveBanner() {
  const { t } = useTranslation()
  const { stale, since } = useConnection()
  const fresh = useJustBack(stale)
  const trying = useTryingOn()
  if (stale)
    return <Banner kind="is-stale" icon="history" words={t('live.stale', { time: hour(new Date(since).toISOString(), currentLocale()) })} />
  if (trying) return <Banner kind="is-trying" icon="hourglass" words={t('live.trying')} />
  return fresh ? <Banner kind="is-fresh" icon="check" words={t('live.fresh')} /> : null
}

function Banner({ kind, icon, words }: { readonly kind: string; readonly icon: string; readonly words: string }) {
  return (
    <div className={`banner ${kind}`} role="status">
      <div>
        <p className="with-icon">
          <Icon name={icon} />
          <span>{words}</span>
        </p>
      </div>
    </div>
  )
}

function useJustBack(stale: boolean): boolean {
  const [fresh, setFresh] = useState(false)
  const was = useRef(stale)
  useEffect(() => {
    const back = was.current && !stale
    was.current = stale
    if (!back) return
    setFresh(true)
    const timer = setTimeout(() => setFresh(false), FRESH_MS)
    return () => clearTimeout(timer)
  }, [stale])
  return fresh
}
