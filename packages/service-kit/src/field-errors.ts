import { type BrokenRule, RULES, type RuleKey, ruleOf, VALUE_KINDS } from '@filature/contracts/http/rules'
import type { z } from 'zod'
import type { Locale } from './caller.ts'
import { fill } from './fill.ts'

/** What a person needs to mend a field: where, which rule, what to do. */
interface FieldError {
  readonly path: string
  readonly rule: string
  readonly message: string
}

type Issue = z.core.$ZodIssue

/** The rules that a body, query or path breaks. Issues must carry their input (`reportInput`): it tells a missing field from a wrong one. */
export function brokenRules(error: z.ZodError, at: string, locale: Locale): BrokenRule[] {
  return error.issues.flatMap((issue) => brokenBy(issue, at, locale))
}

/** Broken rules with their messages; what already has one stays as it is. The body as a whole is called `body`. */
export function fieldErrors(errors: unknown, locale: Locale): unknown {
  return Array.isArray(errors) ? errors.map((one: unknown) => (isBrokenRule(one) ? inWords(one, locale) : one)) : errors
}

/** One issue in words; zod's own where it has no rule that we know. */
export function messageOf(issue: Issue, locale: Locale): string {
  const { rule } = ruleBrokenBy(issue, locale)
  return rule === 'custom' || rule === 'invalid-format.regex' ? issue.message : messagesOf([issue], locale).join(' ')
}

function isBrokenRule(value: unknown): value is BrokenRule {
  return typeof value === 'object' && value !== null && 'rule' in value && Object.hasOwn(RULES, String(value.rule)) && !('message' in value)
}

function inWords({ path, rule, value }: BrokenRule, locale: Locale): FieldError {
  const [sent = rule] = rule.split('.')
  return { path: path === '' ? 'body' : path, rule: sent, message: fill(RULES[rule][locale], { value }, locale) }
}

function brokenBy(issue: Issue, at: string, locale: Locale): BrokenRule[] {
  const path = [at, ...issue.path.map(String)].filter((part) => part !== '').join('.')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: path === '' ? key : `${path}.${key}`, rule: 'unknown-field' }))
  }
  return [{ path, ...ruleBrokenBy(issue, locale) }]
}

function ruleBrokenBy(issue: Issue, locale: Locale): Omit<BrokenRule, 'path'> {
  switch (issue.code) {
    case 'invalid_type': {
      const kind = VALUE_KINDS[issue.expected]?.[locale] ?? issue.expected
      return { rule: issue.input === undefined ? 'required' : 'invalid-type', value: kind }
    }
    case 'too_small':
      return { rule: limitRule('too-small', issue.origin, issue.inclusive), value: Number(issue.minimum) }
    case 'too_big':
      return { rule: limitRule('too-big', issue.origin, issue.inclusive), value: Number(issue.maximum) }
    case 'not_multiple_of':
      return { rule: 'not-multiple-of', value: issue.divisor }
    case 'invalid_value':
      if (issue.input === undefined) return { rule: 'required', value: issue.values.map(String).join(' | ') }
      return { rule: 'invalid-value', value: issue.values.map(String).join(', ') }
    case 'invalid_format':
      return ruleOf(issue.message) ?? formatRule(issue.format, issue.pattern)
    case 'invalid_union':
      return { rule: 'invalid-union', value: alternatives(issue.errors, locale) }
    case 'invalid_key':
    case 'invalid_element':
      return { rule: issue.code === 'invalid_key' ? 'invalid-key' : 'invalid-element', value: messagesOf(issue.issues, locale).join(' ') }
    default:
      return ruleOf(issue.message) ?? { rule: 'custom' }
  }
}

/** Texts and lists have a length, everything else a size. */
function limitRule<Side extends 'too-small' | 'too-big'>(side: Side, origin: string, inclusive: boolean | undefined) {
  if (origin === 'string') return `${side}.string` as const
  if (origin === 'array') return `${side}.array` as const
  return inclusive === false ? (`${side}.exclusive` as const) : (`${side}.number` as const)
}

function formatRule(format: string, pattern: string | undefined): Omit<BrokenRule, 'path'> {
  const known: RuleKey | undefined = FORMATS[format]
  return known === undefined ? { rule: 'invalid-format.regex', value: pattern ?? format } : { rule: known }
}

const FORMATS: Readonly<Record<string, RuleKey>> = {
  email: 'invalid-format.email',
  datetime: 'invalid-format.datetime',
  date: 'invalid-format.date',
  url: 'invalid-format.url',
}

const messagesOf = (issues: readonly Issue[], locale: Locale) =>
  issues.flatMap((issue) => brokenBy(issue, '', locale)).map((broken) => inWords(broken, locale).message)

const OR: Readonly<Record<Locale, string>> = { fr: ' Ou bien : ', en: ' Or: ' }

function alternatives(errors: readonly (readonly Issue[])[], locale: Locale): string {
  return [...new Set(errors.map((issues) => messagesOf(issues, locale).join(' ')))].join(OR[locale])
}
