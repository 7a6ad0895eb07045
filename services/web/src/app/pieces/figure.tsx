import type { Tone } from './drawing.tsx'

/** A number of impact, its unit, and the bar that says how sure it is. `low..high` and `at` on one scale from `min` to `max`. */
export function Figure({
  value,
  unit,
  label,
  note,
  range,
  tone = 'mousse',
  negative = false,
}: {
  readonly value: string
  readonly unit: string
  readonly label: string
  readonly note?: string
  readonly range?: { readonly low: number; readonly high: number; readonly at: number; readonly min?: number; readonly max?: number }
  readonly tone?: Tone
  readonly negative?: boolean
}) {
  const min = range?.min ?? 0
  const width = (range?.max ?? range?.high ?? 1) - min
  const part = (x: number) => ((x - min) / width).toFixed(3)
  return (
    <div className={`figure ${negative ? 'is-negative' : ''}`}>
      <p className="value">
        {value} <small>{unit}</small>
      </p>
      {range !== undefined && width > 0 && (
        <span
          className={`range tone-${tone}`}
          style={{ '--from': part(range.low), '--to': part(range.high), '--at': part(range.at), '--zero': part(0) } as React.CSSProperties}
          aria-hidden="true"
        >
          <span className="band" />
          {min < 0 && <span className="zero" />}
          <span className="at" />
        </span>
      )}
      <p className="soft">{label}</p>
      {note !== undefined && <p className="small soft">{note}</p>}
    </div>
  )
}
