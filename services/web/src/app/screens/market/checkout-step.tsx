import { type ReactNode, useId } from 'react'

/** Number, title, the block; all steps on one page. */
export function CheckoutStep({
  no,
  title,
  note,
  children,
}: {
  readonly no: number
  readonly title: string
  readonly note?: string
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <section className="step" aria-labelledby={id}>
      <h2 id={id}>
        <span className="step-n" aria-hidden="true">
          {no}
        </span>
        {title}
      </h2>
      {note !== undefined && <p className="soft">{note}</p>}
      {children}
    </section>
  )
}
