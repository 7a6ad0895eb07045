/**
 * An expected "no" of the domain, returned and never thrown. `code` is stable and kebab-case; `figures` are the numbers
 * that let a person act on it (`availableB`, `nearest`…). Which HTTP status a code becomes is the edge's business.
 */
export interface Refusal<Code extends string = string> {
  readonly refused: true
  readonly code: Code
  readonly figures: Readonly<Record<string, unknown>>
}

export function refuse<Code extends string>(code: Code, figures: Readonly<Record<string, unknown>> = {}): Refusal<Code> {
  return { refused: true, code, figures }
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value && value.refused === true
}
