import { z } from 'zod'

/** What a cell of the demo files may hold; each schema reads text and gives the value. `optional…`: empty means none. */

const EMPTY = z.literal('').transform(() => undefined)

export const text = z.string().min(1, 'must not be empty')
export const optionalText = z.union([EMPTY, text])

export const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be words of a-z and 0-9 joined by hyphens')
export const optionalSlug = z.union([EMPTY, slug])

export const integer = z
  .string()
  .regex(/^-?\d+$/, 'must be a whole number')
  .transform(Number)
export const optionalInteger = z.union([EMPTY, integer])

export const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/, 'must be a number with a decimal point')
  .transform(Number)

export const flag = z.enum(['true', 'false'], { error: 'must be true or false' }).transform((value) => value === 'true')

export const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a wall time HH:MM')

export const optionalDate = z.union([EMPTY, z.iso.date({ error: 'must be a date YYYY-MM-DD' })])

/** `a|b|c`; empty is the empty list. */
export const list = z.string().transform((value) => (value === '' ? [] : value.split('|')))

/** Items of `a|b`, each with its own rule. */
export const listOf = <Item extends z.ZodType<unknown, string>>(item: Item) => list.pipe(z.array(item))
