import { type Refusal, refuse } from '@filature/kernel/refusal'

/**
 * Every rule that an `invalid` answer can name, and what people read: what to do about it. A schema names its rule in place
 * of a message, `.regex(WALL_TIME, rule('wall-time'))`; what zod finds by itself has the name of its issue. What follows a
 * dot tells variants of one rule apart and is not sent. `{value}` is the limit, the choice or the word that the rule is about.
 */
export const RULES = {
  required: { fr: 'Ce champ manque : donnez {value}.', en: 'This field is missing: give {value}.' },
  'invalid-type': { fr: 'Donnez {value}.', en: 'Give {value}.' },
  'unknown-field': { fr: 'Champ inconnu : retirez-le.', en: 'Unknown field: remove it.' },
  'too-small.string': {
    fr: '{value?Ne laissez pas ce texte vide.|Écrivez au moins # caractères.}',
    en: '{value?Do not leave this text empty.|Write at least # characters.}',
  },
  'too-small.array': {
    fr: '{value?Donnez au moins un élément.|Donnez au moins # éléments.}',
    en: '{value?Give at least one item.|Give at least # items.}',
  },
  'too-small.number': { fr: 'Donnez {value} ou plus.', en: 'Give {value} or more.' },
  'too-small.exclusive': { fr: 'Donnez plus que {value}.', en: 'Give more than {value}.' },
  'too-big.string': { fr: 'Écrivez au plus {value?# caractère|# caractères}.', en: 'Write at most {value?# character|# characters}.' },
  'too-big.array': { fr: 'Donnez au plus {value?# élément|# éléments}.', en: 'Give at most {value?# item|# items}.' },
  'too-big.number': { fr: 'Donnez {value} ou moins.', en: 'Give {value} or less.' },
  'too-big.exclusive': { fr: 'Donnez moins que {value}.', en: 'Give less than {value}.' },
  'invalid-value': { fr: 'Choisissez parmi : {value}.', en: 'Choose one of: {value}.' },
  'not-multiple-of': { fr: 'Donnez un multiple de {value}.', en: 'Give a multiple of {value}.' },
  'invalid-format.email': {
    fr: 'Écrivez une adresse électronique, comme camille@example.org.',
    en: 'Write an e-mail address, such as camille@example.org.',
  },
  'invalid-format.datetime': {
    fr: 'Écrivez un instant avec son fuseau, comme 2026-12-02T17:00:00Z.',
    en: 'Write an instant with its time zone, such as 2026-12-02T17:00:00Z.',
  },
  'invalid-format.date': { fr: 'Écrivez un jour qui existe, comme 2026-12-02.', en: 'Write a day that exists, such as 2026-12-02.' },
  'invalid-format.url': {
    fr: 'Donnez une adresse complète, comme https://filature.example.',
    en: 'Give a whole address, such as https://filature.example.',
  },
  'invalid-format.regex': { fr: 'Suivez la forme {value}.', en: 'Follow the pattern {value}.' },
  'invalid-union': { fr: '{value}', en: '{value}' },
  'invalid-key': { fr: 'Ce nom de champ ne convient pas. {value}', en: 'This field name does not fit. {value}' },
  'invalid-element': { fr: 'Cet élément ne convient pas. {value}', en: 'This item does not fit. {value}' },
  custom: {
    fr: 'Cette valeur ne convient pas : la description de l’API dit ce qui est attendu.',
    en: 'This value does not fit: the description of the API says what is expected.',
  },

  'at-least-one': { fr: 'Donnez au moins un de ces champs : {value}.', en: 'Give at least one of these fields: {value}.' },
  'at-most': { fr: 'Donnez au plus la valeur de {value}.', en: 'Give no more than the value of {value}.' },
  category: { fr: 'Écrivez des mots en minuscules, joints par des traits d’union.', en: 'Write lower-case words joined by hyphens.' },
  coordinates: {
    fr: 'Écrivez latitude,longitude en degrés, comme 46.5802,0.3404.',
    en: 'Write latitude,longitude in degrees, such as 46.5802,0.3404.',
  },
  'country-code': {
    fr: 'Écrivez les deux lettres du pays (ISO 3166), comme FR.',
    en: 'Write the two letters of the country (ISO 3166), such as FR.',
  },
  cursor: {
    fr: 'Ce n’est pas le `next` d’une page de cette liste : recommencez sans ce champ.',
    en: 'This is not the `next` of a page of this list: begin again without it.',
  },
  'depot-code': { fr: 'Écrivez deux à huit majuscules ou chiffres.', en: 'Write two to eight capital letters or digits.' },
  'id-of': { fr: 'Donnez un identifiant qui commence par {value}.', en: 'Give an id that begins with {value}.' },
  needs: { fr: 'Donnez aussi {value}.', en: 'Give {value} as well.' },
  'not-before': { fr: 'Donnez un jour qui ne précède pas {value}.', en: 'Give a day that is not before {value}.' },
  'not-zero': { fr: 'Donnez un autre nombre que 0.', en: 'Give another number than 0.' },
  'one-of': { fr: 'Choisissez parmi : {value}.', en: 'Choose one of: {value}.' },
  'own-path': {
    fr: 'Donnez un chemin de ce site, qui commence par une seule barre oblique.',
    en: 'Give a path of this site, beginning with one slash.',
  },
  'role-letters': {
    fr: 'Écrivez des lettres parmi O M C W T S Q F B A N ; D vient du planning.',
    en: 'Write letters of O M C W T S Q F B A N; D comes from the rota.',
  },
  siren: { fr: 'Écrivez les neuf chiffres du SIREN.', en: 'Write the nine digits of the SIREN.' },
  siret: { fr: 'Écrivez les quatorze chiffres du SIRET.', en: 'Write the fourteen digits of the SIRET.' },
  'slot-time': { fr: 'Écrivez un créneau, comme 18:00-18:30.', en: 'Write a slot, such as 18:00-18:30.' },
  slug: {
    fr: 'Écrivez des minuscules, des chiffres et des traits d’union, 80 au plus.',
    en: 'Write lower-case letters, digits and hyphens, 80 at most.',
  },
  unique: { fr: '{value} y figure deux fois : gardez-en un.', en: '{value} stands there twice: keep one.' },
  'wall-time': { fr: 'Écrivez une heure, comme 14:00.', en: 'Write a time of day, such as 14:00.' },

  'content-type': {
    fr: 'Envoyez du JSON, avec l’en-tête Content-Type: application/json.',
    en: 'Send JSON, with the header Content-Type: application/json.',
  },
  encoding: {
    fr: 'Ce contenu ne se lit pas : envoyez du JSON en UTF-8, non compressé.',
    en: 'This cannot be read: send JSON in UTF-8, not compressed.',
  },
  etag: {
    fr: 'Envoyez l’ETag tel qu’il a été lu, guillemets compris, comme "12".',
    en: 'Send the ETag as it was read, quotes included, such as "12".',
  },
  json: {
    fr: 'Ce n’est pas du JSON : vérifiez guillemets, virgules et accolades.',
    en: 'This is not JSON: check quotes, commas and braces.',
  },
  'key-format': {
    fr: 'Écrivez 8 à 128 caractères ASCII sans espace, un UUID par exemple.',
    en: 'Write 8 to 128 ASCII characters without spaces, a UUID for instance.',
  },
} as const satisfies Readonly<Record<string, { readonly fr: string; readonly en: string }>>
export type RuleKey = keyof typeof RULES

/** What a value should be, as the sentences above say it. Key: zod's `expected`. */
export const VALUE_KINDS: Readonly<Record<string, { readonly fr: string; readonly en: string }>> = {
  string: { fr: 'un texte', en: 'a text' },
  number: { fr: 'un nombre', en: 'a number' },
  int: { fr: 'un nombre entier', en: 'a whole number' },
  boolean: { fr: 'true ou false', en: 'true or false' },
  array: { fr: 'une liste', en: 'a list' },
  object: { fr: 'un objet', en: 'an object' },
  record: { fr: 'un objet', en: 'an object' },
  null: { fr: 'null', en: 'null' },
}

/** One line of an `invalid` answer, before it has words. */
export interface BrokenRule {
  readonly path: string
  readonly rule: RuleKey
  readonly value?: string | number
}

/** The message of a schema: the rule's name and, after a blank, the value it is about. */
export function rule(name: RuleKey, value?: string): string {
  return value === undefined ? name : `${name} ${value}`
}

/** The rule that a schema's message names; undefined for a message of zod's own. */
export function ruleOf(message: string): { readonly rule: RuleKey; readonly value?: string } | undefined {
  const [name = '', ...rest] = message.split(' ')
  if (!Object.hasOwn(RULES, name)) return undefined
  // `hasOwn` has just shown that it is one of the table's names.
  return { rule: name as RuleKey, ...(rest.length > 0 && { value: rest.join(' ') }) }
}

/** Refusal `invalid` of what only a handler or decider can judge; the edge finds the words. */
export function invalidField(path: string, broken: RuleKey, value?: string | number): Refusal<'invalid'> {
  return refuse('invalid', { errors: [{ path, rule: broken, ...(value !== undefined && { value }) } satisfies BrokenRule] })
}
