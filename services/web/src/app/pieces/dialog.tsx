import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'

/**
 * A native dialog: in the middle on the desk (`dialog`), from below on the phone (`sheet`). It opens on the field with
 * `data-first`, when one opens it to type, else on its first key. Closing returns the focus by itself.
 */
export function Dialog({
  open,
  onClose,
  title,
  children,
  shape = 'dialog',
}: {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly children: ReactNode
  readonly shape?: 'dialog' | 'sheet'
}) {
  const { t } = useTranslation()
  const box = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = box.current
    if (dialog === null) return
    if (open && !dialog.open) {
      dialog.showModal()
      dialog.querySelector<HTMLElement>('[data-first]')?.focus()
    }
    if (!open && dialog.open) dialog.close()
  }, [open])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it; Escape does so natively
    <dialog
      ref={box}
      className={shape}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === box.current) onClose()
      }}
    >
      {open && (
        <>
          <div className="dialog-head">
            <h2 id={titleId}>{title}</h2>
            <button className="tool" type="button" onClick={onClose} aria-label={t('act.close')}>
              <Icon name="x" className="big" />
            </button>
          </div>
          {children}
        </>
      )}
    </dialog>
  )
}
