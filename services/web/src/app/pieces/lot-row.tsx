import type { LotCard } from '@filature/contracts/materials/lot-shapes'
import { Link } from '@tanstack/react-router'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../i18n/locale.ts'
import { shortDay } from '../words/times.ts'
import { Co2Line } from './co2-line.tsx'
import { Cote } from './cote.tsx'
import { Tile } from './drawing.tsx'
import { Grade } from './grade.tsx'
import { Icon } from './icon.tsx'
import { LotPrice } from './lot-price.tsx'
import { useLotStock, useLotStockWords } from './lot-stock.ts'
import { lotName, roadKm } from './lot-units.ts'
import { materialTone } from './material-tone.ts'
import { Stock } from './strands.tsx'

/** A thing in a depot: size first, then how many, how far, how much. The whole row is the link of its name. */
export const LotRow = memo(function LotRow({
  lot,
  near,
  qty,
  eager = false,
  compact = false,
  onOpen,
}: {
  readonly lot: LotCard
  /** `lat,lon` that distances were counted from, carried to the lot's page. */
  readonly near?: string
  /** Base units needed, carried to the lot's page. */
  readonly qty?: string
  readonly eager?: boolean
  /** Without place and climate figure. */
  readonly compact?: boolean
  readonly onOpen?: (lot: LotCard) => void
}) {
  const { t } = useTranslation('materials')
  const locale = currentLocale()
  const stock = useLotStock(lot)
  const words = useLotStockWords(lot, stock.available)
  const { family, depot, impact } = lot
  return (
    <li className="lot" data-lot={lot.lotId}>
      <Tile kind="materials" name={family.drawing} tone={materialTone(family.drawing)} eager={eager} />
      <div className="lot-text">
        <h3>
          <Link
            to="/materiaux/$code"
            params={{ code: lot.code }}
            search={{ ...(near !== undefined && { near }), ...(qty !== undefined && { qty }) }}
            onClick={() => onOpen?.(lot)}
          >
            {lotName(lot.designation)}
          </Link>
        </h3>
        <Cote dims={lot.dims} />
        {lot.grade !== null && <Grade grade={lot.grade} className="small soft" />}
        {!compact && (
          <p className="small soft where">
            <Icon name="map-pin" />
            <span>
              {depot.town}
              {depot.km !== null && (
                <>
                  , <span className="num">{roadKm(depot.km, locale)}</span>
                </>
              )}
            </span>
          </p>
        )}
      </div>
      <div className="lot-facts">
        <LotPrice price={lot.price} displayUnit={lot.displayUnit} />
        <Stock {...words} changed={stock.changed} />
        {lot.stage === 'future' && (
          <p className="small soft">
            {lot.window === null
              ? t('stage.future')
              : t('stage.window', { from: shortDay(lot.window.from, locale), to: shortDay(lot.window.to, locale) })}
          </p>
        )}
        {lot.stage === 'in-transit' && <p className="small soft">{t('stage.inTransit')}</p>}
        {impact !== null && !compact && stock.available > 0 && (
          <Co2Line impact={impact} share={qty === undefined && lot.available > 0 ? stock.available / lot.available : 1} />
        )}
      </div>
    </li>
  )
})
