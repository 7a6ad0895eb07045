import { type ReactNode, useEffect, useRef } from 'react'
import { Icon } from './icon.tsx'

interface Said {
  readonly title: string
  readonly children?: ReactNode
  readonly out?: ReactNode
  readonly kind?: '' | 'hint' | 'info' | 'good'
  readonly icon?: string
}

/** A sewn label at the line it concerns: what happened, what is safe, and the way out as a button. Readers hear it when they are free. */
export function Notice(said: Said) {
  return (
    <div className={classOf(said)} role="status">
      <Words {...said} />
    </div>
  )
}

/** What stopped a whole page or a part of it, told at once where that part would be. */
export function Stopped(said: Said) {
  return (
    <div className={classOf(said)} role="alert">
      <Words {...said} />
    </div>
  )
}

/** The answer to what somebody just did, told at once; when their key stands far from it, on a bar below, it comes into sight. */
export function Refusal(said: Said) {
  const label = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another answer in the same place is to be seen, too
  useEffect(() => {
    label.current?.scrollIntoView({ block: 'nearest' })
  }, [said.title])
  return (
    <div ref={label} className={classOf(said)} role="alert">
      <Words {...said} />
    </div>
  )
}

const classOf = ({ kind = '' }: Said) => (kind === '' ? 'refusal' : `refusal is-${kind}`)

function Words({ title, children, out, icon = 'alert-triangle' }: Said) {
  return (
    <>
      <Icon name={icon} />
      <div>
        <p className="strong">{title}</p>
        {children !== undefined && <p>{children}</p>}
      </div>
      {out !== undefined && out !== false && <div className="out">{out}</div>}
    </>
  )
}
