import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../i18n/locale.ts'
import { useConnection } from '../live/connection.ts'
import { Icon } from '../pieces/icon.tsx'
import { hour } from '../words/times.ts'

/** How long "up to date again" stays, in milliseconds. */
const FRESH_MS = 4_000

/** Only when figures may be old: says since when. Buttons stay, the server decides. Once they are true again it says so, once. */
export function LiveBanner() {
  const { t } = useTranslation()
  const { stale, since } = useConnection()
  const fresh = useJustBack(stale)
  if (!stale && !fresh) return null
  return (
    <div className={stale ? 'banner is-stale' : 'banner'} role="status">
      <div>
        <p className="with-icon">
          <Icon name={stale ? 'history' : 'check'} />
          <span>{stale ? t('live.stale', { time: hour(new Date(since).toISOString(), currentLocale()) }) : t('live.fresh')}</span>
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
