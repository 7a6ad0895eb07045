import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Cote } from '../../pieces/cote.tsx'
import { Tile } from '../../pieces/drawing.tsx'
import { lotName } from '../../pieces/lot-units.ts'
import { materialTone } from '../../pieces/material-tone.ts'
import type { Hold } from '../materials/holds-data.ts'

/** A lot that is kept for me or that I wait for: its picture, name and size, what it is to me, and what I can do. */
export function OwnLot({
  lot,
  said,
  children,
  acts,
}: {
  readonly lot: Pick<Hold, 'code' | 'designation' | 'family' | 'dims'>
  /** The line under its name. */
  readonly said: ReactNode
  /** How long, or where I stand. */
  readonly children: ReactNode
  readonly acts: ReactNode
}) {
  return (
    <li className="ask">
      <Tile kind="materials" name={lot.family.drawing} tone={materialTone(lot.family.drawing)} eager />
      <div className="stack-4">
        <h3>
          <Link to="/materiaux/$code" params={{ code: lot.code }}>
            {lotName(lot.designation)}
          </Link>
        </h3>
        {said}
        <Cote dims={lot.dims} />
        {children}
      </div>
      {acts}
    </li>
  )
}
