import type { ServiceApi } from '@filature/contracts/http/endpoint'
import { ruleOf, VALUE_KINDS } from '@filature/contracts/http/rules'
import { identityApi } from '@filature/contracts/identity/http'
import { identityRefusals } from '@filature/contracts/identity/refusals'
import { liveApi } from '@filature/contracts/live/http'
import { liveRefusalTexts } from '@filature/contracts/live/refusals'
import { marketApi } from '@filature/contracts/market/http'
import { marketRefusals } from '@filature/contracts/market/refusals'
import { materialsApi } from '@filature/contracts/materials/http'
import { materialsRefusals } from '@filature/contracts/materials/refusals'
import { notifyApi } from '@filature/contracts/notify/http'
import { notifyRefusalTexts } from '@filature/contracts/notify/refusals'
import { describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { textOf } from './problem.ts'
import type { RefusalTexts } from './route.ts'

const APIS: readonly (readonly [string, ServiceApi, RefusalTexts])[] = [
  ['identity', identityApi, identityRefusals],
  ['market', marketApi, marketRefusals],
  ['materials', materialsApi, materialsRefusals],
  ['live', liveApi, liveRefusalTexts],
  ['notify', notifyApi, notifyRefusalTexts],
]

const blanks = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort()

describe.each(APIS)('what %s says to people', (_, api, texts) => {
  test('has words in both languages for every refusal that it names', () => {
    for (const [key, { refusals = [] }] of Object.entries(api.endpoints)) {
      for (const code of refusals) {
        for (const locale of ['fr', 'en'] as const) {
          const said = textOf(code, {}, { locale, traceId: '', texts })
          expect({ key, code, said }).not.toEqual({ key, code, said: code })
        }
      }
    }
  })

  test('uses the same figures in both languages', () => {
    for (const [code, { fr, en }] of Object.entries(texts)) expect({ code, blanks: blanks(fr) }).toEqual({ code, blanks: blanks(en) })
  })

  test('has words for every rule of what it takes', () => {
    const nameless: string[] = []
    for (const [key, { params, query, body }] of Object.entries(api.endpoints)) {
      for (const schema of [params, query, body])
        if (schema !== undefined) nameless.push(...namelessRules(schema).map((rule) => `${key}: ${rule}`))
    }
    expect(nameless).toEqual([])
  })
})

/** Parts of zod's definitions, as far as they can be refused. */
interface Definition {
  readonly type?: string
  readonly check?: string
  readonly format?: string
  readonly error?: (issue: object) => string | { message: string } | undefined
  readonly checks?: readonly { readonly _zod: { readonly def: Definition } }[]
  readonly [part: string]: unknown
}

const FORMATS_WITH_WORDS = ['email', 'datetime', 'date', 'safeint']
const NEVER_REFUSED = ['optional', 'nullable', 'default', 'prefault', 'pipe', 'transform', 'union', 'enum', 'literal']

/** Every rule in a schema, at any depth, that an answer would have no words of its own for. */
function namelessRules(schema: z.ZodType): string[] {
  // zod types its definitions kind by kind; only the parts named above are read.
  const definition = schema._zod.def as unknown as Definition
  const own = [definition, ...(definition.checks ?? []).map(({ _zod }) => _zod.def)].filter((rule) => !hasWords(rule)).map(described)
  return [...own, ...insideOf(definition).flatMap(namelessRules)]
}

function hasWords({ type, check, format, error }: Definition): boolean {
  if (check === 'string_format' || check === 'number_format' || check === 'custom') {
    const message = error?.({})
    if (message !== undefined) return ruleOf(typeof message === 'string' ? message : message.message) !== undefined
    return format !== undefined && FORMATS_WITH_WORDS.includes(format)
  }
  return type === undefined || NEVER_REFUSED.includes(type) || VALUE_KINDS[type] !== undefined
}

const described = ({ type, check, format }: Definition) => [check, format, type].filter((part) => part !== undefined).join(' ')

/** The schemas that a schema is made of. */
function insideOf(definition: Definition): z.ZodType[] {
  const { shape, options, element, innerType, keyType, valueType } = definition
  const parts = [shape, options, element, innerType, keyType, valueType, definition['in'], definition['out']]
  return parts.flatMap((part) =>
    isSchema(part) ? [part] : typeof part === 'object' && part !== null ? Object.values(part).filter(isSchema) : [],
  )
}

const isSchema = (part: unknown): part is z.ZodType => typeof part === 'object' && part !== null && '_zod' in part
