import { BASE_UNITS, type BaseUnit } from '@filature/kernel/quantity'
import { counted, money, quantity } from '@filature/service-kit/wording'
import type { Params } from '../messages/message.ts'
import { clockTime, day, dayAndTime, type Locale } from './format.ts'

/**
 * Fills a text: `{name}` as it is, `{amountC|money}`, `{qty|quantity:unit}` (the second name is the parameter that holds the
 * base unit), `{at|when}`, `{at|clock}`, `{on|day}`, `{n|count:article:articles}`. A part in square brackets is left out
 * when one of its values is missing. Undefined when a value outside brackets is.
 */
export function render(text: string, params: Params, locale: Locale): string | undefined {
  const whole = text.replace(/\[([^\]]*)\]/g, (_, part: string) => filled(part, params, locale) ?? '')
  const result = filled(whole, params, locale)
  return result === undefined || locale === 'en' ? result : frenchSpaces(result)
}

/** French sets : ; ! ? » and what follows « apart by a no-break space; the texts are written with plain ones. */
function frenchSpaces(text: string): string {
  return text.replace(/ ([:;!?»])/g, '\u00a0$1').replace(/« /g, '«\u00a0')
}

const BLANK = /\{(\w+)(?:\|(\w+)((?::[^:}]+)*))?\}/g

function filled(text: string, params: Params, locale: Locale): string | undefined {
  let isComplete = true
  const result = text.replace(BLANK, (_, name: string, how: string | undefined, rest: string | undefined) => {
    const value = params[name]
    const shown = value === undefined || value === null ? undefined : formatted(value, how, rest?.split(':').slice(1) ?? [], params, locale)
    if (shown === undefined) isComplete = false
    return shown ?? ''
  })
  return isComplete ? result : undefined
}

type Value = string | number | boolean

/** Undefined when the value is not of the kind that the text expects. */
function formatted(value: Value, how: string | undefined, rest: readonly string[], params: Params, locale: Locale): string | undefined {
  switch (how) {
    case undefined:
      return String(value) === '' ? undefined : String(value)
    case 'money':
      return typeof value === 'number' ? money(value, locale) : undefined
    case 'quantity': {
      const unit = params[rest[0] ?? '']
      return typeof value === 'number' && isBaseUnit(unit) ? quantity(value, unit, locale) : undefined
    }
    case 'count':
      return typeof value === 'number' ? counted(value, rest[0] ?? '', rest[1] ?? rest[0] ?? '', locale) : undefined
    case 'when':
      return atInstant(value, (at) => dayAndTime(at, locale))
    case 'clock':
      return atInstant(value, (at) => clockTime(at, locale))
    case 'day':
      return atInstant(value, (at) => day(at, locale))
    default:
      throw new Error(`a text asks for the format ${how}, which does not exist`)
  }
}

function atInstant(value: Value, say: (at: Date) => string): string | undefined {
  if (typeof value !== 'string') return undefined
  // A civil date is a day at the place: noon keeps it that day in every season.
  const at = new Date(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T11:00:00Z` : value)
  return Number.isNaN(at.getTime()) ? undefined : say(at)
}

const isBaseUnit = (unit: unknown): unit is BaseUnit => BASE_UNITS.some((known) => known === unit)
