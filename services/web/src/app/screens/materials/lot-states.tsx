import { Link } from '@tanstack/react-router'
import { useLayoutEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Empty } from '../../pieces/empty.tsx'
import { lastSearch } from './search-memory.ts'

/** No such lot, or not for everybody's eyes: the nearest list. */
export function LotGone() {
  const { t } = useTranslation('materials')
  return (
    <div className="stack-24">
      <h1>{t('gone.title')}</h1>
      <Empty
        scene="not-found"
        title={t('gone.text')}
        act={
          <Link className="button primary" to="/materiaux" search={lastSearch()}>
            {t('gone.toList')}
          </Link>
        }
      />
    </div>
  )
}

/** The final sizes, while the first answer is on its way. `onEnd` hears whether its heading had the focus, to hand it on. */
export function LotSkeleton({ onEnd }: { readonly onEnd: (hadFocus: boolean) => void }) {
  const { t } = useTranslation()
  const title = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => {
    const heading = title.current
    return () => onEnd(heading !== null && document.activeElement === heading)
  }, [onEnd])
  return (
    <div className="lot-page" aria-busy="true">
      <div className="show stack-16">
        <h1 className="sr" ref={title}>
          {t('state.loading')}
        </h1>
        <span className="bone" style={{ inlineSize: '60%', blockSize: '2.5rem' }} />
        <span className="bone" style={{ inlineSize: '45%' }} />
        <span className="bone" style={{ aspectRatio: '480 / 258', blockSize: 'auto' }} />
      </div>
      <div className="buy stack-16">
        <span className="bone" style={{ blockSize: '26rem' }} />
        <span className="bone" style={{ blockSize: '10rem' }} />
      </div>
    </div>
  )
}
