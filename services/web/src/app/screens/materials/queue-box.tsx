import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../pieces/icon.tsx'
import { announce } from '../../pieces/live-region.tsx'
import type { Hold } from './holds-data.ts'
import { WishActs } from './wish-acts.tsx'
import { useRankWords, WishPlace } from './wish-place.tsx'
import { useWishNews, type Wish } from './wishes-data.ts'

/** The own place in the queue of the lot one looks at; when something came free, the offer with its countdown. */
export function QueueBox({
  wish,
  focused,
  onAccepted,
}: {
  readonly wish: Wish
  /** One has just joined: the focus goes here. */
  readonly focused: boolean
  readonly onAccepted: (hold: Hold) => void
}) {
  const { t } = useTranslation('materials')
  const rankWords = useRankWords()
  const title = useRef<HTMLParagraphElement>(null)
  useWishNews(wish)
  useEffect(() => {
    if (focused) title.current?.focus()
  }, [focused])
  const said = rankWords(wish)
  const before = useRef(said)
  useEffect(() => {
    if (before.current !== said) announce(said)
    before.current = said
  }, [said])
  return (
    <div className={`held-box queue-box ${wish.offer === null ? '' : 'is-offered'}`}>
      <div className="held-title">
        <Icon name={wish.offer === null ? 'users' : 'bell'} />
        <p className="strong" ref={title} tabIndex={-1}>
          {said}
        </p>
      </div>
      <WishPlace wish={wish} />
      <WishActs wish={wish} onAccepted={onAccepted} />
      <Link className="more" to="/moi/recherches">
        {t('queue.all')}
        <Icon name="chevron-right" />
      </Link>
    </div>
  )
}
