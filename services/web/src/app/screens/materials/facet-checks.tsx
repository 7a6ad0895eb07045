import { currentLocale } from '../../i18n/locale.ts'
import { number } from '../../words/numbers.ts'

export interface Check<Value extends string> {
  readonly value: Value
  readonly label: string
  /** How many lots there would be; undefined while nobody knows. */
  readonly count: number | undefined
}

/** Rows one ticks, each with how many lots it stands for. */
export function FacetChecks<Value extends string>({
  checks,
  chosen,
  onToggle,
}: {
  readonly checks: readonly Check<Value>[]
  readonly chosen: readonly Value[]
  readonly onToggle: (value: Value) => void
}) {
  const locale = currentLocale()
  return (
    <ul>
      {checks.map(({ value, label, count }) => (
        <li key={value}>
          <label className="check">
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => onToggle(value)} />
            <span>{label}</span>
            <span className="end small">{count !== undefined && number(count, locale)}</span>
          </label>
        </li>
      ))}
    </ul>
  )
}
