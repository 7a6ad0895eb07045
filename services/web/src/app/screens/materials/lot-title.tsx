import { showLotCode } from '@filature/contracts/materials/lot-code'
import { Link, useRouter } from '@tanstack/react-router'
import { type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { Grade } from '../../pieces/grade.tsx'
import { Icon } from '../../pieces/icon.tsx'
import { lotName, roadKm } from '../../pieces/lot-units.ts'
import { longDay } from '../../words/times.ts'
import type { Lot } from './lot-data.ts'
import { lastSearch, listIsBehind } from './search-memory.ts'

/** The way back, the name, grade, where and how far; whether it is still to come. */
export function LotTitle({ lot, town, focusTitle }: { readonly lot: Lot; readonly town: string; readonly focusTitle: RefObject<boolean> }) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const router = useRouter()
  const { depot } = lot
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (focusTitle.current) title.current?.focus({ preventScroll: true })
    focusTitle.current = false
  }, [focusTitle])
  return (
    <div className="lot-title">
      <Link
        className="more to-list"
        to="/materiaux"
        search={lastSearch()}
        onClick={(event) => {
          if (!listIsBehind() || event.metaKey || event.ctrlKey) return
          event.preventDefault()
          router.history.back()
        }}
      >
        <Icon name="chevron-left" />
        {t('back')}
      </Link>
      <h1 ref={title} tabIndex={-1}>
        {lotName(lot.designation)}
      </h1>
      <p className="cluster">
        {lot.grade !== null && <Grade grade={lot.grade} />}
        <span className="with-icon tight">
          <Icon name="map-pin" />
          <span>{depot.km === null ? depot.town : t('lot.awayFrom', { place: depot.town, km: roadKm(depot.km, locale), town })}</span>
        </span>
        <span className="soft num">{t('lot.code', { code: showLotCode(lot.code) })}</span>
      </p>
      {lot.stage === 'future' && (
        <p className="with-icon">
          <Icon name="clock" />
          <span>
            {lot.window === null
              ? t('stage.future')
              : t('lot.window', { from: longDay(lot.window.from, locale), to: longDay(lot.window.to, locale) })}
          </span>
        </p>
      )}
      {lot.stage === 'in-transit' && (
        <p className="with-icon">
          <Icon name="truck" />
          <span>{t('stage.inTransit')}</span>
        </p>
      )}
    </div>
  )
}
