import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Tile } from '../../pieces/drawing.tsx'
import { waitingAct } from '../../session/pending-act.ts'

const KEPT = { 'set-line': 'kept.line', 'hold-lot': 'kept.lot', 'wait-for-lot': 'kept.queue' } as const

/** What was asked for before signing in stays in sight. */
export function WaitingAct() {
  const { t } = useTranslation('sign-in')
  const [act] = useState(waitingAct)
  if (act?.shown === undefined) return null
  const { title, drawingKind, drawing, tone } = act.shown
  return (
    <div className="kept">
      <Tile kind={drawingKind} name={drawing} tone={tone} eager />
      <p>
        <strong>{title}</strong>
        <br />
        <span className="small">{t(KEPT[act.kind])}</span>
      </p>
    </div>
  )
}
