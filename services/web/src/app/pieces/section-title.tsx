import type { ReactNode } from 'react'

/** One line of title, one act at its right, the woven hairline under both. */
export function SectionTitle({
  id,
  title,
  more,
  note,
  level = 2,
}: {
  readonly id: string
  readonly title: string
  readonly more?: ReactNode
  readonly note?: string
  readonly level?: 2 | 3
}) {
  return (
    <div className="section-title">
      <div>
        {level === 2 ? (
          <h2 id={id}>{title}</h2>
        ) : (
          <h3 id={id} className="title">
            {title}
          </h3>
        )}
        {note !== undefined && <p>{note}</p>}
      </div>
      {more}
    </div>
  )
}
