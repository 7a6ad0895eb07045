import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { Icon } from '../../pieces/icon.tsx'
import { lotAmount } from '../../pieces/lot-units.ts'
import { HoldActs } from './hold-acts.tsx'
import { HoldTime } from './hold-time.tsx'
import { type Hold, useHoldNews } from './holds-data.ts'

/** An own hold on the lot one looks at: how long, and what one can do about it. */
export function HeldBox({
  hold,
  focused,
  onReleased,
}: {
  readonly hold: Hold
  /** It was just taken: the focus goes here. */
  readonly focused: boolean
  readonly onReleased: (hold: Hold) => void
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const title = useRef<HTMLParagraphElement>(null)
  useHoldNews(hold.holdId)
  useEffect(() => {
    if (focused) title.current?.focus()
  }, [focused])
  return (
    <div className="held-box">
      <div className="held-title">
        <Icon name="circle-check" />
        <p className="strong" ref={title} tabIndex={-1}>
          {t(hold.kind === 'confirmed' ? 'hold.confirmed' : 'hold.yours', { amount: lotAmount(hold.qty, hold, locale) })}
        </p>
      </div>
      <HoldTime hold={hold} />
      <HoldActs hold={hold} onReleased={onReleased} />
      <Link className="more" to="/moi/reservations">
        {t('hold.all')}
        <Icon name="chevron-right" />
      </Link>
    </div>
  )
}
