import { BASE_UNITS, type BaseUnit } from '@filature/kernel/quantity'
import type { Locale } from './caller.ts'
import { decimal, money, plural, quantity } from './wording.ts'

type Values = Readonly<Record<string, unknown>>

/** Finer differences than thousandths say nothing to a person. */
const DIGITS = 3
const BLANK = /\{(\w+)(?:\|(money|quantity):?(\w*))?(?:\?([^{}]*))?\}/g

/**
 * A text with its blanks filled in. `{name}`: the value, numbers as the language writes them, lists with slashes between.
 * `{name|money}`: cents EUR; `{name|quantity:unit}`: the second name is the figure that holds the base unit.
 * `{name?none|one|many}` or `{name?one|many}`: the words for that number, in which `#` is the value, after either of the
 * former too. A blank without a value stays as it is.
 */
export function fill(text: string, values: Values, locale: Locale): string {
  return text.replace(
    BLANK,
    (blank: string, name: string, kind: string | undefined, unit: string | undefined, forms: string | undefined) => {
      const value = values[name]
      if (value === undefined) return blank
      const said = [value].flat().map((one) => saidOf(one, kind, values[unit ?? ''], locale))
      const written = said.join(' / ')
      return forms === undefined ? written : formFor(Number(value), forms.split('|'), locale).replace('#', () => written)
    },
  )
}

function saidOf(value: unknown, kind: string | undefined, unit: unknown, locale: Locale): string {
  if (typeof value !== 'number') return String(value)
  if (kind === 'money') return money(value, locale)
  return kind === 'quantity' && isBaseUnit(unit) ? quantity(value, unit, locale) : decimal(value, DIGITS, locale)
}

function formFor(count: number, forms: readonly string[], locale: Locale): string {
  const [many = '', one = many, none] = forms.toReversed()
  return count === 0 && none !== undefined ? none : plural(count, one, many, locale)
}

const isBaseUnit = (unit: unknown): unit is BaseUnit => BASE_UNITS.some((known) => known === unit)
