import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

const SECONDS = 10
const STITCHES = 20

/** What was done and the way back, ten seconds; it waits while somebody's focus or pointer is on it. */
export function UndoToast({
  text,
  act,
  onAct,
  onEnd,
}: {
  readonly text: string
  readonly act: string
  readonly onAct: () => void
  readonly onEnd: () => void
}) {
  const { t } = useTranslation('materials')
  const [left, setLeft] = useState(SECONDS)
  const waits = useRef(false)
  const end = useRef(onEnd)
  useEffect(() => {
    end.current = onEnd
  })
  useEffect(() => {
    const timer = setInterval(() => {
      if (!waits.current) setLeft((seconds) => seconds - 0.5)
    }, 500)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    if (left <= 0) end.current()
  }, [left])
  const wait = (on: boolean) => () => {
    waits.current = on
  }
  return (
    <section
      className="toast-place"
      aria-label={t('toast')}
      onFocus={wait(true)}
      onBlur={wait(false)}
      onPointerEnter={wait(true)}
      onPointerLeave={wait(false)}
    >
      <div className="toast">
        <p role="status">{text}</p>
        <button className="button quiet compact" type="button" onClick={onAct}>
          {act}
        </button>
        <span
          className="seam"
          style={{ '--part': Math.ceil((left / SECONDS) * STITCHES) / STITCHES } as React.CSSProperties}
          aria-hidden="true"
        />
      </div>
    </section>
  )
}
