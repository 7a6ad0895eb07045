import type { ReactNode } from 'react'
import { Dialog } from '../../pieces/dialog.tsx'
import { useDesk } from './use-desk.ts'

/** Where one makes a choice: in the middle on the desk, from below on the phone; its button closes it and says what comes of it. */
export function ChoiceDialog({
  open,
  onClose,
  title,
  done,
  children,
}: {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  /** Words of the button; without it the choice closes the dialog by itself. */
  readonly done?: string
  readonly children: ReactNode
}) {
  const desk = useDesk()
  return (
    <Dialog open={open} onClose={onClose} title={title} shape={desk ? 'dialog' : 'sheet'}>
      <form
        className={desk ? 'dialog-body' : 'sheet-in stack-16'}
        onSubmit={(event) => {
          event.preventDefault()
          onClose()
        }}
      >
        {children}
        {done !== undefined && (
          <div className="choice-done">
            <button className="button primary wide" type="submit">
              {done}
            </button>
          </div>
        )}
      </form>
    </Dialog>
  )
}
