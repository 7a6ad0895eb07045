import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** A sewn label at the line it concerns: what happened, what is safe, and the way out as a button. */
export function Refusal({
  title,
  children,
  out,
  kind = '',
  icon = 'alert-triangle',
  assertive = true,
}: {
  readonly title: string
  readonly children?: ReactNode
  readonly out?: ReactNode
  readonly kind?: '' | 'hint' | 'info' | 'good'
  readonly icon?: string
  readonly assertive?: boolean
}) {
  return (
    <div className={kind === '' ? 'refusal' : `refusal is-${kind}`} role={assertive ? 'alert' : 'status'}>
      <Icon name={icon} />
      <div>
        <p className="strong">{title}</p>
        {children !== undefined && <p>{children}</p>}
      </div>
      {out !== undefined && <div className="out">{out}</div>}
    </div>
  )
}
