import { type InputHTMLAttributes, type ReactNode, useId } from 'react'
import { Icon } from './icon.tsx'

/** Label above, help under it, error beside the field with what to do. `unit` stands inside at the right: mm, kg. */
export function Field({
  label,
  help,
  error,
  unit,
  ...input
}: Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'id'> & {
  readonly label: string
  readonly help?: ReactNode
  readonly error?: string | undefined
  readonly unit?: string
}) {
  const id = useId()
  const said = [help !== undefined && `${id}-help`, error !== undefined && `${id}-error`].filter(Boolean).join(' ')
  const shared = { ...input, id, 'aria-invalid': error !== undefined || undefined, 'aria-describedby': said === '' ? undefined : said }
  return (
    <div className={error === undefined ? 'field' : 'field has-error'}>
      <label htmlFor={id}>{label}</label>
      {unit === undefined ? (
        <input className="input" {...shared} />
      ) : (
        <div className="input">
          <input {...shared} />
          <span className="soft">{unit}</span>
        </div>
      )}
      {help !== undefined && (
        <p className="help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {error !== undefined && (
        <p className="error" id={`${id}-error`}>
          <Icon name="alert-triangle" />
          {error}
        </p>
      )}
    </div>
  )
}
