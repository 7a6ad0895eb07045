import { type Problem, statusOf } from '@filature/contracts/http/problem'
import type { Response } from 'express'
import type { Locale } from './caller.ts'
import { fieldErrors } from './field-errors.ts'
import { fill } from './fill.ts'
import type { RefusalTexts } from './route.ts'

/** Texts of the codes that every service may answer. First what is, then what to do. */
const COMMON_TEXTS: RefusalTexts = {
  unauthenticated: { fr: 'Connectez-vous pour continuer.', en: 'Sign in to go on.' },
  'token-stale': { fr: 'Vos droits ont changé. Reconnectez-vous.', en: 'Your rights have changed. Sign in again.' },
  forbidden: { fr: 'Votre rôle ne permet pas cela ici.', en: 'Your role does not allow this here.' },
  'not-found': { fr: 'Rien à cette adresse.', en: 'Nothing at this address.' },
  invalid: { fr: 'Un champ est à corriger, voir la liste.', en: 'A field needs correcting, see the list.' },
  'idempotency-key-missing': {
    fr: 'L’en-tête Idempotency-Key manque : une clé par intention, la même à chaque nouvel essai.',
    en: 'The Idempotency-Key header is missing: one key per intention, the same on every retry.',
  },
  'idempotency-mismatch': {
    fr: 'Cette Idempotency-Key a déjà servi pour une autre demande.',
    en: 'This Idempotency-Key was already used for another request.',
  },
  'stale-version': {
    fr: 'Cela a changé entre-temps. Relisez, puis recommencez.',
    en: 'This has changed meanwhile. Read it again, then retry.',
  },
  'precondition-required': {
    fr: 'L’en-tête If-Match (la version lue) manque.',
    en: 'The If-Match header (the version you read) is missing.',
  },
  'too-large': { fr: 'La demande dépasse {maxKb} Ko.', en: 'The request is larger than {maxKb} KB.' },
  busy: { fr: 'Beaucoup de monde à la fois. Réessayez dans {retryAfterS} s.', en: 'Many people at once. Try again in {retryAfterS} s.' },
  'too-many-requests': { fr: 'Trop de demandes. Réessayez dans {retryAfterS} s.', en: 'Too many requests. Try again in {retryAfterS} s.' },
  unavailable: {
    fr: 'Le service ne répond pas pour le moment. Rien n’est perdu, réessayez dans {retryAfterS} s.',
    en: 'The service does not answer right now. Nothing is lost, try again in {retryAfterS} s.',
  },
  internal: {
    fr: 'Quelque chose n’a pas marché de notre côté. Rien n’a été changé. Trace {traceId}.',
    en: 'Something went wrong on our side. Nothing was changed. Trace {traceId}.',
  },
}

export interface ProblemContext {
  readonly locale: Locale
  readonly traceId: string
  readonly texts?: RefusalTexts
}

/** The text of a code with its figures filled in; the code itself when nobody wrote a text. */
export function textOf(code: string, figures: Readonly<Record<string, unknown>>, context: ProblemContext): string {
  const text = (context.texts?.[code] ?? COMMON_TEXTS[code])?.[context.locale] ?? code
  return fill(text, { ...figures, traceId: context.traceId }, context.locale)
}

export function problemOf(code: string, figures: Readonly<Record<string, unknown>>, context: ProblemContext): Problem {
  return {
    ...figures,
    // Whoever refuses so gives broken rules, which have words now, or errors that were worded long ago.
    ...(code === 'invalid' && { errors: fieldErrors(figures['errors'], context.locale) as NonNullable<Problem['errors']> }),
    type: `urn:filature:${code}`,
    title: code,
    status: statusOf(code),
    code,
    detail: textOf(code, figures, context),
    traceId: context.traceId,
  }
}

export function sendProblem(res: Response, code: string, figures: Readonly<Record<string, unknown>>, context: ProblemContext): void {
  const problem = problemOf(code, figures, context)
  const retryAfterS = figures['retryAfterS']
  if (typeof retryAfterS === 'number') res.set('Retry-After', String(retryAfterS))
  if (problem.status === 401) res.set('WWW-Authenticate', 'Bearer')
  res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
}
