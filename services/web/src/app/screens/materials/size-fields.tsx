import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { currentLocale } from '../../i18n/locale.ts'
import { number } from '../../words/numbers.ts'
import { FITS, type Filters, type Fit, SIDES, type Side } from './search-filters.ts'

/** Typing goes into the search after this pause, or at once on Enter. */
const PAUSE_MS = 500

/** Length, width, thickness in mm, and how close they have to be. */
export function SizeFields({ filters, onChange }: { readonly filters: Filters; readonly onChange: (next: Filters) => void }) {
  const { t } = useTranslation('materials')
  const name = useId()
  const { sizes } = filters
  // Without a size the address cannot carry the fit; it is kept here until there is one.
  const [fit, setFit] = useState<Fit>(filters.fit)
  const measured = Object.keys(sizes).length > 0
  const shown = measured ? filters.fit : fit
  return (
    <>
      <div className="dims">
        {SIDES.map((side) => (
          <SizeField
            key={side}
            label={t(`size.${side}`)}
            size={sizes[side]}
            onSize={(size) => onChange({ ...filters, fit: shown, sizes: withSize(sizes, side, size) })}
          />
        ))}
      </div>
      <div role="radiogroup" aria-label={t('size.fit')}>
        {FITS.map((one) => (
          <label key={one} className="check">
            <input
              type="radio"
              name={name}
              checked={shown === one}
              onChange={() => {
                setFit(one)
                if (measured) onChange({ ...filters, fit: one })
              }}
            />
            <span>{t(`size.fits.${one}`)}</span>
          </label>
        ))}
      </div>
    </>
  )
}

function withSize(sizes: Filters['sizes'], side: Side, size: number | undefined): Filters['sizes'] {
  const { [side]: _, ...others } = sizes
  return size === undefined ? others : { ...others, [side]: size }
}

function SizeField({
  label,
  size,
  onSize,
}: {
  readonly label: string
  readonly size: number | undefined
  readonly onSize: (size: number | undefined) => void
}) {
  const id = useId()
  const locale = currentLocale()
  const [text, setText] = useState(() => (size === undefined ? '' : number(size, locale)))
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const known = useRef(size)
  useEffect(() => {
    // Changed elsewhere: by the back key, or by taking all filters away.
    if (known.current === size) return
    known.current = size
    setText(size === undefined ? '' : number(size, locale))
  }, [size, locale])
  useEffect(() => () => clearTimeout(timer.current), [])
  const commit = (typed: string) => {
    clearTimeout(timer.current)
    const digits = typed.replace(/\D/g, '').slice(0, 5)
    const next = digits === '' || Number(digits) === 0 ? undefined : Number(digits)
    if (next === known.current) return
    known.current = next
    onSize(next)
  }
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        className="input"
        id={id}
        inputMode="numeric"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          const typed = event.target.value
          setText(typed)
          clearTimeout(timer.current)
          timer.current = setTimeout(() => commit(typed), PAUSE_MS)
        }}
        onBlur={() => commit(text)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit(text)
        }}
      />
    </>
  )
}
