import type { Endpoint, ServiceApi } from '@filature/contracts/http/endpoint'
import { problem, statusOf } from '@filature/contracts/http/problem'
import { z } from 'zod'

type Json = Readonly<Record<string, unknown>>

const SECURITY_SCHEMES: Json = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'The `token` of `POST /api/identity/v1/sign-in`, or of `POST /api/identity/v1/tokens/exchange` for programs. It ends at `expiresAt`, minutes later: get the next one before, by the session’s cookie at `POST /api/identity/v1/token`, by signing in or by exchanging again.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'filature.session_token',
    description: 'Set by the operations that sign in; over https its name begins with `__Secure-`. Send no Authorization with it.',
  },
}

/** Codes that any endpoint may answer, by what the endpoint asks for. */
function codesOf(method: string, endpoint: Endpoint): ReadonlySet<string> {
  return new Set([
    'invalid',
    'busy',
    'unavailable',
    'too-many-requests',
    'internal',
    // Also where nobody has to sign in: a token that is sent and worth nothing is never passed over.
    'unauthenticated',
    'token-stale',
    ...(endpoint.access === 'public' ? [] : ['forbidden']),
    ...(endpoint.params === undefined ? [] : ['not-found']),
    ...(endpoint.idempotent === true ? ['idempotency-key-missing', 'idempotency-mismatch'] : []),
    ...(endpoint.conditional === true ? ['precondition-required', 'stale-version'] : []),
    ...(method === 'GET' ? [] : ['too-large']),
    ...(endpoint.refusals ?? []),
  ])
}

/** OpenAPI 3.1 of a service, generated from the very schemas that its routes parse with. */
export function openApiOf(api: ServiceApi): Json {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [key, endpoint] of Object.entries(api.endpoints)) {
    const [method = '', path = ''] = key.split(' ')
    const openPath = path.replace(/:(\w+)/g, '{$1}')
    paths[openPath] = { ...paths[openPath], [method.toLowerCase()]: operationOf(api.service, key, endpoint) }
  }
  return {
    openapi: '3.1.0',
    info: { title: `Filature: ${api.title}`, version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: `/api/${api.service}/v1` }],
    paths,
    components: {
      schemas: { Problem: jsonSchema(problem, 'output') },
      securitySchemes: SECURITY_SCHEMES,
    },
  }
}

function operationOf(service: string, key: string, endpoint: Endpoint): Json {
  const [method = ''] = key.split(' ')
  const codes = Map.groupBy(codesOf(method, endpoint), statusOf)
  const problems = [...codes].map(([status, grouped]) => [
    String(status),
    {
      description: grouped.join(', '),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      ...((status === 429 || status === 503) && { headers: { 'Retry-After': { schema: { type: 'integer' }, description: 'seconds' } } }),
    },
  ])
  const success = endpoint.status ?? (endpoint.reply === undefined ? 204 : 200)
  return {
    operationId: operationIdOf(service, key),
    summary: endpoint.summary,
    security: endpoint.session === 'reads' ? [{ session: [] }] : endpoint.access === 'public' ? [] : [{ bearer: [] }],
    ...(typeof endpoint.access === 'object' && { 'x-right': endpoint.access.action }),
    parameters: [
      ...parametersOf(endpoint.params, 'path'),
      ...parametersOf(endpoint.query, 'query'),
      ...(endpoint.idempotent === true ? [headerParameter('Idempotency-Key', 'one key per intention, the same on every retry')] : []),
      ...(endpoint.conditional === true ? [headerParameter('If-Match', 'ETag of the version that was read')] : []),
    ],
    ...(endpoint.body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(endpoint.body, 'input') } } },
    }),
    responses: {
      [success]: successOf(endpoint, 'done'),
      ...(endpoint.orStatus !== undefined && { [endpoint.orStatus]: successOf(endpoint, 'accepted, and not done yet') }),
      ...Object.fromEntries(problems),
    },
  }
}

function successOf({ reply, session }: Endpoint, description: string): Json {
  const setCookie = {
    'Set-Cookie': { schema: { type: 'string' }, description: 'the session, renewed or ended; see the security scheme of that name' },
  }
  if (reply === undefined) return { description, ...(session !== undefined && { headers: setCookie }) }
  return {
    description,
    headers: {
      ETag: { schema: { type: 'string' }, description: 'version of what was answered' },
      ...(session !== undefined && setCookie),
    },
    content: { 'application/json': { schema: jsonSchema(reply, 'output') } },
  }
}

/** `POST /lots/:id/hold` → `materials_post_lots_id_hold` */
function operationIdOf(service: string, key: string): string {
  return `${service}_${key.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`.replace(/_$/, '')
}

function parametersOf(schema: z.ZodObject | undefined, where: 'path' | 'query'): Json[] {
  if (schema === undefined) return []
  const whole = jsonSchema(schema, 'input')
  const properties = (whole['properties'] ?? {}) as Record<string, Json>
  const required = (whole['required'] ?? []) as string[]
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
    ...(typeof property['description'] === 'string' && { description: property['description'] }),
  }))
}

const headerParameter = (name: string, description: string): Json => ({
  name,
  in: 'header',
  required: true,
  schema: { type: 'string' },
  description,
})

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
    ...(io === 'output' && { override: open }),
  })
  return rest
}

/** What we answer may gain fields within a version: whoever reads it must not be told that there are no others. */
function open({ jsonSchema }: { readonly jsonSchema: { additionalProperties?: unknown } }): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
}
