import { randomUUID } from 'node:crypto'
import type { Endpoint, Endpoints, ServiceApi } from '@filature/contracts/http/endpoint'
import { type BrokenRule, invalidField } from '@filature/contracts/http/rules'
import type { Clock } from '@filature/kernel/clock'
import { isRefusal, type Refusal } from '@filature/kernel/refusal'
import express, { type NextFunction, type Request, type Response, type Router } from 'express'
import { z } from 'zod'
import { anonymousCaller, type Caller, callerFrom, type Locale } from './caller.ts'
import { brokenRules } from './field-errors.ts'
import { type ProblemContext, sendProblem } from './problem.ts'
import type { Call, Handler, Handlers, RefusalTexts } from './route.ts'
import { sendText } from './send-text.ts'
import type { TokenCheck } from './token-check.ts'

export interface ImplementOptions {
  readonly tokens: TokenCheck
  readonly clock: Clock
  readonly refusalTexts?: RefusalTexts
  /** Largest body in KB; default 64. */
  readonly bodyKb?: number
  readonly onError?: (error: unknown, where: string) => void
  /** Called after each answer, for metrics. */
  readonly onAnswer?: (route: string, status: number, seconds: number) => void
}

const DEFAULT_BODY_KB = 64
/** What an endpoint without query or body takes. */
const NOTHING = z.strictObject({})
/** Printable ASCII, as the header's draft allows, and short enough to be remembered. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{8,128}$/

/** A router that serves every endpoint of a contract: parsing, permission, refusals and headers are done here, once. */
export function implement<const E extends Endpoints>(api: ServiceApi<E>, handlers: Handlers<E>, options: ImplementOptions): Router {
  const router = express.Router()
  const readBody = express.json({
    limit: `${options.bodyKb ?? DEFAULT_BODY_KB}kb`,
    strict: false,
    type: ['application/json', 'application/*+json'],
  })
  router.use((req, res, next) => (isReading(req) ? next() : readBody(req, res, next)))
  const sections = new Map<string, Router>()
  const sectionOf = (method: string, path: string): Router => {
    const name = sectionName(method, path)
    if (name.includes(' :'))
      throw new Error(`${method} ${path}: begin the path with a word, so that its section can be told from the others`)
    const section = sections.get(name) ?? express.Router()
    sections.set(name, section)
    return section
  }
  for (const key of orderedByPath(Object.keys(api.endpoints))) {
    // `key` comes from the object itself, so both look-ups hit.
    const endpoint = api.endpoints[key as keyof E] as Endpoint
    const handler = handlers[key as keyof E]
    const [method = '', path = ''] = key.split(' ')
    // The handler was checked against its endpoint by the type of `handlers`; from here on both are plain.
    const serve = serveEndpoint(api.service, key, endpoint, handler as unknown as Handler<Endpoint>, options)
    const route = sectionOf(method, path).route(path)
    if (method === 'GET') route.get(serve)
    else if (method === 'POST') route.post(serve)
    else if (method === 'PUT') route.put(serve)
    else if (method === 'PATCH') route.patch(serve)
    else route.delete(serve)
  }
  router.use((req, res, next) => {
    const section = sections.get(sectionName(req.method === 'HEAD' ? 'GET' : req.method, req.path))
    if (section === undefined) next()
    else section(req, res, next)
  })
  router.use((req: Request, res: Response) => sendProblem(res, 'not-found', {}, contextOf(req, options.refusalTexts)))
  router.use(errorHandler(options))
  return router
}

/** Method and first word of the path: no route of another section can match, so none is tried. */
const sectionName = (method: string, path: string): string => `${method} ${path.split('/', 2)[1] ?? ''}`

/** Fixed words before parameters, so that `/lots/search` is not taken for a lot. */
function orderedByPath(keys: readonly string[]): string[] {
  const weight = (key: string) => key.replace(/:[^/]+/g, '\uffff')
  return [...keys].sort((a, b) => (weight(a) < weight(b) ? -1 : 1))
}

function serveEndpoint(service: string, route: string, endpoint: Endpoint, handler: Handler<Endpoint>, options: ImplementOptions) {
  return async (req: Request, res: Response): Promise<void> => {
    const started = performance.now()
    const receivedAt = options.clock.now()
    const context = contextOf(req, options.refusalTexts)
    const refuse = (code: string, figures: Readonly<Record<string, unknown>> = {}) => sendProblem(res, code, figures, context)
    try {
      keepOwnApart(endpoint, res)
      const caller = await callerOf(req, context.locale, options.tokens)
      if (isRefusal(caller)) return refuse(caller.code, caller.figures)
      if (endpoint.access !== 'public' && caller.kind === 'anonymous') return refuse('unauthenticated')
      // A machine's scopes limit also what everybody signed in may do; actions are judged by `may` in the handler.
      if (endpoint.access === 'signed-in' && !caller.reaches(service)) return refuse('forbidden')

      if (isUnread(req)) return refuse('invalid', invalidField('body', 'content-type').figures)
      const errors: BrokenRule[] = []
      const parse = (schema: z.ZodType = NOTHING, value: unknown, at: string): unknown => {
        const outcome = schema.safeParse(value, { reportInput: true })
        if (outcome.success) return outcome.data
        errors.push(...brokenRules(outcome.error, at, context.locale))
        return undefined
      }
      const params = endpoint.params === undefined ? undefined : parse(endpoint.params, req.params, 'path')
      const query = parse(endpoint.query, req.query, 'query')
      const body = parse(endpoint.body, req.body ?? {}, '')
      if (errors.length > 0) return refuse('invalid', { errors })

      const idempotencyKey = req.get('Idempotency-Key')
      if (endpoint.idempotent === true && idempotencyKey === undefined) return refuse('idempotency-key-missing')
      if (idempotencyKey !== undefined && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
        return refuse('invalid', invalidField('Idempotency-Key', 'key-format').figures)
      }
      const ifMatch = req.get('If-Match')
      const ifVersion = versionOf(ifMatch)
      if (ifMatch !== undefined && ifVersion === undefined) return refuse('invalid', invalidField('If-Match', 'etag').figures)
      if (endpoint.conditional === true && ifVersion === undefined) return refuse('precondition-required')

      const call: Call<Endpoint> = {
        // Parsed by the endpoint's own schemas above; the generic Endpoint only knows them as unknown.
        params: params as never,
        query: query as never,
        body: body as never,
        caller,
        idempotencyKey,
        ifVersion,
        receivedAt,
        traceId: context.traceId,
        traceparent: req.get('traceparent'),
        ip: req.ip ?? '',
        cookie: req.get('Cookie'),
      }
      const result = await handler(call)
      if (result.refused === true) return refuse(result.code, result.figures)
      if (result.headers !== undefined) res.set(result.headers)
      if (result.version !== undefined) {
        const etag = `"${result.version}"`
        res.set('ETag', etag)
        if (isReading(req) && versionOf(req.get('If-None-Match')) === result.version) {
          res.vary('Accept-Encoding').status(304).end()
          return
        }
      }
      const status = result.status ?? endpoint.status ?? (endpoint.reply === undefined ? 204 : 200)
      res.status(status)
      if (status === 204) res.end()
      // Lists and pages are worth packing; the answer to a command is small, and somebody waits for it.
      else if (isReading(req)) await sendText(req, res.type('application/json'), JSON.stringify(result.body))
      else sendOnce(res, JSON.stringify(result.body))
    } catch (error) {
      if (isNamed(error, 'CursorInvalid') && !res.headersSent) {
        return refuse('invalid', invalidField('query.after', 'cursor').figures)
      }
      options.onError?.(error, route)
      if (res.headersSent) res.destroy()
      else if (isUnavailable(error)) refuse('unavailable', { retryAfterS: 2 })
      else refuse('internal')
    } finally {
      options.onAnswer?.(route, res.statusCode, (performance.now() - started) / 1_000)
    }
  }
}

/**
 * The address of `my-order` or `members/me` is the same for everybody, and two people's may have the same version: a browser
 * that kept the one would show it to the other after a 304. So what is a person's own is kept nowhere, and what may say more
 * to some is kept for those who show the same token (RFC 9111 §4.1).
 */
function keepOwnApart(endpoint: Endpoint, res: Response): void {
  if (endpoint.access === 'public') res.vary('Authorization')
  else res.set('Cache-Control', 'no-store')
}

/** The answer to a command: nobody asks for it again, so it needs no ETag of its own. */
function sendOnce(res: Response, body: string): void {
  res.set({ 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': String(Buffer.byteLength(body)) })
  res.end(body)
}

/** HEAD is a GET whose answer nobody reads. */
const isReading = (req: Request): boolean => req.method === 'GET' || req.method === 'HEAD'

/** A body that came with another type than JSON. A proxy may send none at all as an empty stream without a type. */
function isUnread(req: Request): boolean {
  if (isReading(req) || req.body !== undefined) return false
  const isStream = req.get('Transfer-Encoding') !== undefined && req.get('Content-Type') !== undefined
  return isStream || Number(req.get('Content-Length') ?? 0) > 0
}

/** Errors of body parsing carry the status that they are worth. */
const isSendersFault = (error: unknown): boolean =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500

/** Faults of store and log by name, because the edge knows neither. */
const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name

const isUnavailable = (error: unknown): boolean => isNamed(error, 'StoreUnavailable') || isNamed(error, 'LogUnavailable')

async function callerOf(req: Request, locale: Locale, tokens: TokenCheck): Promise<Caller | Refusal> {
  const header = req.get('Authorization')
  if (header === undefined || !header.startsWith('Bearer ')) return anonymousCaller(locale)
  const claims = await tokens.check(header.slice('Bearer '.length))
  return isRefusal(claims) ? claims : callerFrom(claims, locale, isReading(req) ? 'read' : 'write')
}

/** `"12"` or `W/"12"` → 12. */
function versionOf(header: string | undefined): number | undefined {
  const digits = header === undefined ? undefined : /^(?:W\/)?"(\d+)"$/.exec(header.trim())?.[1]
  return digits === undefined ? undefined : Number(digits)
}

export function contextOf(req: Request, texts?: RefusalTexts): ProblemContext {
  const traceId = /^00-([0-9a-f]{32})-/.exec(req.get('traceparent') ?? '')?.[1] ?? randomUUID().replaceAll('-', '')
  return { locale: localeOf(req), traceId, ...(texts !== undefined && { texts }) }
}

function localeOf(req: Request): Locale {
  return req.acceptsLanguages('fr', 'en') === 'en' ? 'en' : 'fr'
}

/** Errors of express itself: bodies that are no JSON or too large. */
function errorHandler(options: ImplementOptions) {
  return (error: unknown, req: Request, res: Response, _next: NextFunction): void => {
    const context = contextOf(req, options.refusalTexts)
    const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined
    if (type === 'request.aborted') return
    if (type === 'entity.too.large') sendProblem(res, 'too-large', { maxKb: options.bodyKb ?? DEFAULT_BODY_KB }, context)
    // An address that no one can read, like `/offers/%zz`.
    else if (error instanceof URIError) sendProblem(res, 'not-found', {}, context)
    else if (type === 'entity.parse.failed') sendProblem(res, 'invalid', invalidField('body', 'json').figures, context)
    else if (typeof type === 'string' || isSendersFault(error))
      sendProblem(res, 'invalid', invalidField('body', 'encoding').figures, context)
    else {
      options.onError?.(error, req.path)
      sendProblem(res, 'internal', {}, context)
    }
  }
}
