import { rule } from '@filature/contracts/http/rules'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { brokenRules, fieldErrors } from './field-errors.ts'

function refusals(schema: z.ZodType, value: unknown, locale: 'fr' | 'en', at = ''): unknown {
  const { error } = schema.safeParse(value, { reportInput: true })
  return error === undefined ? [] : fieldErrors(brokenRules(error, at, locale), locale)
}

/** What is asked for, what came, and what the answer says in both languages. */
const CASES: readonly (readonly [title: string, schema: z.ZodType, value: unknown, rule: string, fr: string, en: string])[] = [
  [
    'a text that is missing',
    z.string(),
    undefined,
    'required',
    'Ce champ manque : donnez un texte.',
    'This field is missing: give a text.',
  ],
  ['a number for a text', z.string(), 1, 'invalid-type', 'Donnez un texte.', 'Give a text.'],
  ['a text for a number', z.number(), 'x', 'invalid-type', 'Donnez un nombre.', 'Give a number.'],
  ['no number in a query', z.coerce.number(), 'x', 'invalid-type', 'Donnez un nombre.', 'Give a number.'],
  ['a fraction for a whole number', z.int(), 1.5, 'invalid-type', 'Donnez un nombre entier.', 'Give a whole number.'],
  ['nothing for true or false', z.boolean(), null, 'invalid-type', 'Donnez true ou false.', 'Give true or false.'],
  ['an object for a list', z.array(z.string()), {}, 'invalid-type', 'Donnez une liste.', 'Give a list.'],
  ['a list for an object', z.strictObject({}), [], 'invalid-type', 'Donnez un objet.', 'Give an object.'],
  ['a text that is empty', z.string().min(1), '', 'too-small', 'Ne laissez pas ce texte vide.', 'Do not leave this text empty.'],
  ['a text that is short', z.string().min(2), 'x', 'too-small', 'Écrivez au moins 2 caractères.', 'Write at least 2 characters.'],
  ['a text that is long', z.string().max(1), 'xx', 'too-big', 'Écrivez au plus 1 caractère.', 'Write at most 1 character.'],
  ['an empty list', z.array(z.int()).min(1), [], 'too-small', 'Donnez au moins un élément.', 'Give at least one item.'],
  ['a list that is short', z.array(z.int()).min(2), [1], 'too-small', 'Donnez au moins 2 éléments.', 'Give at least 2 items.'],
  ['a list that is long', z.array(z.int()).max(2), [1, 2, 3], 'too-big', 'Donnez au plus 2 éléments.', 'Give at most 2 items.'],
  ['a number that is small', z.int().min(1), 0, 'too-small', 'Donnez 1 ou plus.', 'Give 1 or more.'],
  ['a number that is large', z.int().max(5), 6, 'too-big', 'Donnez 5 ou moins.', 'Give 5 or less.'],
  ['the limit itself', z.number().gt(0), 0, 'too-small', 'Donnez plus que 0.', 'Give more than 0.'],
  ['the limit above itself', z.number().lt(9), 9, 'too-big', 'Donnez moins que 9.', 'Give less than 9.'],
  ['no multiple', z.int().multipleOf(4), 6, 'not-multiple-of', 'Donnez un multiple de 4.', 'Give a multiple of 4.'],
  ['none of a list', z.enum(['a', 'b']), 'c', 'invalid-value', 'Choisissez parmi : a, b.', 'Choose one of: a, b.'],
  [
    'none of a list, missing',
    z.enum(['a', 'b']),
    undefined,
    'required',
    'Ce champ manque : donnez a | b.',
    'This field is missing: give a | b.',
  ],
  [
    'no e-mail address',
    z.email(),
    'x',
    'invalid-format',
    'Écrivez une adresse électronique, comme camille@example.org.',
    'Write an e-mail address, such as camille@example.org.',
  ],
  [
    'no instant',
    z.iso.datetime(),
    'x',
    'invalid-format',
    'Écrivez un instant avec son fuseau, comme 2026-12-02T17:00:00Z.',
    'Write an instant with its time zone, such as 2026-12-02T17:00:00Z.',
  ],
  [
    'no day',
    z.iso.date(),
    '2026-13-45',
    'invalid-format',
    'Écrivez un jour qui existe, comme 2026-12-02.',
    'Write a day that exists, such as 2026-12-02.',
  ],
  ['no such pattern', z.string().regex(/^a{2}$/), 'x', 'invalid-format', 'Suivez la forme /^a{2}$/.', 'Follow the pattern /^a{2}$/.'],
  [
    'a rule with a name',
    z.string().regex(/^\d{2}:\d{2}$/, rule('wall-time')),
    'x',
    'wall-time',
    'Écrivez une heure, comme 14:00.',
    'Write a time of day, such as 14:00.',
  ],
  [
    'a rule with a name and a value',
    z.string().regex(/^ord_/, rule('id-of', 'ord_')),
    'x',
    'id-of',
    'Donnez un identifiant qui commence par ord_.',
    'Give an id that begins with ord_.',
  ],
  [
    'a rule over several fields',
    z.strictObject({}).refine(() => false, rule('at-least-one', 'name, locale')),
    {},
    'at-least-one',
    'Donnez au moins un de ces champs : name, locale.',
    'Give at least one of these fields: name, locale.',
  ],
  [
    'a rule without a name',
    z.string().refine(() => false),
    'x',
    'custom',
    'Cette valeur ne convient pas : la description de l’API dit ce qui est attendu.',
    'This value does not fit: the description of the API says what is expected.',
  ],
  [
    'none of several shapes',
    z.union([z.enum(['now']), z.int()]),
    'x',
    'invalid-union',
    'Choisissez parmi : now. Ou bien : Donnez un nombre.',
    'Choose one of: now. Or: Give a number.',
  ],
]

describe('a field that is refused', () => {
  test.each(CASES)('%s: the answer says what to do, in the language of the reader', (_, schema, value, sent, fr, en) => {
    expect(refusals(schema, value, 'fr', 'field')).toEqual([{ path: 'field', rule: sent, message: fr }])
    expect(refusals(schema, value, 'en', 'field')).toEqual([{ path: 'field', rule: sent, message: en }])
  })

  test('is named by its whole path, and the body itself by its name', () => {
    const schema = z.strictObject({ lines: z.array(z.strictObject({ qty: z.int() })) })
    expect(refusals(schema, { lines: [{ qty: 1, extra: 1 }, { qty: 'x' }], more: 1 }, 'en')).toMatchObject([
      { path: 'lines.0.extra', rule: 'unknown-field', message: 'Unknown field: remove it.' },
      { path: 'lines.1.qty', rule: 'invalid-type' },
      { path: 'more', rule: 'unknown-field' },
    ])
    expect(refusals(schema, 1, 'en')).toMatchObject([{ path: 'body' }])
    expect(refusals(schema, { lines: 1 }, 'en', 'query')).toMatchObject([{ path: 'query.lines' }])
  })

  test('may be the name of a field', () => {
    const schema = z.record(z.string().max(1), z.int())
    const message = 'This field name does not fit. Write at most 1 character.'
    expect(refusals(schema, { xx: 1 }, 'en', 'note')).toEqual([{ path: 'note.xx', rule: 'invalid-key', message }])
  })

  test('that was refused with a message long ago keeps it', () => {
    const old = [{ path: 'until', rule: 'unique', message: 'after from' }]
    expect(fieldErrors(old, 'fr')).toEqual(old)
  })
})
