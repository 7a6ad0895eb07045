import type { ReactNode } from 'react'
import { Drawing } from './drawing.tsx'

/** One drawing, one sentence why, one act. */
export function Empty({
  scene,
  title,
  children,
  act,
}: {
  readonly scene: string
  readonly title: string
  readonly children?: ReactNode
  readonly act?: ReactNode
}) {
  return (
    <div className="empty">
      <span className="scene tone-clain">
        <Drawing kind="scenes" name={scene} eager />
      </span>
      <p>{title}</p>
      {children !== undefined && <p className="soft">{children}</p>}
      {act}
    </div>
  )
}
