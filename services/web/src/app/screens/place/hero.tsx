import type { ReactNode } from 'react'
import { Mill } from '../../pieces/mill.tsx'

/** Opens on the mill: what it is, whether it is open, and the two things one comes for. */
export function Hero({
  kicker,
  title,
  lead,
  now,
  acts,
}: {
  readonly kicker?: string | undefined
  readonly title: string
  readonly lead: string
  readonly now?: ReactNode
  readonly acts: ReactNode
}) {
  return (
    <div className="hero">
      <div className="hero-text content">
        {kicker !== undefined && <p className="kicker">{kicker}</p>}
        <h1>{title}</h1>
        <p className="lead">{lead}</p>
        {now}
        <div className="acts">{acts}</div>
      </div>
      <div className="hero-art" aria-hidden="true">
        <Mill view="landscape" />
      </div>
    </div>
  )
}
