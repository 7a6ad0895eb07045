import type { ButtonHTMLAttributes } from 'react'
import { useTranslation } from 'react-i18next'

/** A button that keeps its width while the server answers; a second press meanwhile does nothing. */
export function WorkingButton({
  working,
  workingText,
  className = '',
  children,
  onClick,
  ...button
}: ButtonHTMLAttributes<HTMLButtonElement> & { readonly working: boolean; readonly workingText?: string }) {
  const { t } = useTranslation()
  return (
    <button
      type="button"
      {...button}
      className={`button ${className} ${working ? 'is-working' : ''}`}
      data-working={workingText ?? t('act.working')}
      aria-busy={working || undefined}
      onClick={(event) => {
        if (working) event.preventDefault()
        else onClick?.(event)
      }}
    >
      <span className="with-icon">{children}</span>
    </button>
  )
}
