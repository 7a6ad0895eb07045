import { z } from 'zod'

/** The parts of an OpenAPI 3.1 document that a client needs. */
const parameter = z.object({
  name: z.string().min(1),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean(),
  schema: z.record(z.string(), z.unknown()),
})
const content = z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }))
const operation = z.object({
  operationId: z.string().regex(/^[a-z0-9_]+$/),
  summary: z.string().min(3),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(parameter),
  requestBody: z.object({ required: z.boolean(), content }).optional(),
  responses: z.record(
    z.string().regex(/^[1-5]\d\d$/),
    z.object({ description: z.string().min(1), content: content.optional(), headers: z.record(z.string(), z.unknown()).optional() }),
  ),
})
const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const
export const openApiDocument = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string().min(1), version: z.string().min(1), license: z.object({ name: z.literal('Apache-2.0') }) }),
  servers: z.array(z.object({ url: z.string().regex(/^\/api\/[a-z]+\/v1$/) })).length(1),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(METHODS), operation)),
  components: z.object({
    schemas: z.record(z.string(), z.record(z.string(), z.unknown())),
    securitySchemes: z.record(z.string(), z.object({ type: z.string(), name: z.string().optional() })),
  }),
})

export type OpenApiDocument = z.infer<typeof openApiDocument>
export type Operation = z.infer<typeof operation> & { readonly method: string; readonly path: string }

/** Every operation of a document, with where it is. */
export function operationsOf(document: OpenApiDocument): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, found]) => ({ ...found, method: method.toUpperCase(), path })),
  )
}

type Schema = Readonly<Record<string, unknown>>

/** A checker for one of the document's JSON schemas; references are looked up in its components. */
export function checkerOf(document: OpenApiDocument, schema: Schema): z.ZodType {
  return z.fromJSONSchema(found(document, schema) as Parameters<typeof z.fromJSONSchema>[0])
}

/** The same, and nothing may be answered that the document does not tell. */
export function exactCheckerOf(document: OpenApiDocument, schema: Schema): z.ZodType {
  return checkerOf(document, closed(found(document, schema)))
}

function found(document: OpenApiDocument, schema: Schema): Schema {
  const reference = schema['$ref']
  const meant = typeof reference === 'string' ? document.components.schemas[reference.replace('#/components/schemas/', '')] : schema
  if (meant === undefined) throw new Error(`${String(reference)} is nowhere in the document`)
  return meant
}

/** Objects that say nothing of further fields have none. */
function closed(schema: Schema): Schema {
  const inside = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closedInside(value)]))
  return 'properties' in schema && !('additionalProperties' in schema) ? { ...inside, additionalProperties: false } : inside
}

function closedInside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closedInside)
  return typeof value === 'object' && value !== null ? closed(value as Schema) : value
}
