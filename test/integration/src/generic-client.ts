import { checkerOf, exactCheckerOf, type OpenApiDocument, type Operation, openApiDocument, operationsOf } from './document.ts'

export interface Given {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly ifMatch?: string
}

/** What an operation answered, checked against what the document promises for that status. */
export interface Answered {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly etag: string | undefined
}

/** Calls operations by their id and knows nothing of the product but its documents. */
export interface GenericClient {
  readonly operations: readonly Operation[]
  call(operationId: string, given?: Given): Promise<Answered>
  /** The token that operations whose security is `bearer` are called with from now on; those of `session` get the last cookie. */
  bearer(token: string): void
}

/** Reads `openapi.json` of every service named. Throws where a document is not one, or a call does not fit it. */
export async function genericClient(address: string, services: readonly string[]): Promise<GenericClient> {
  const known = new Map<string, { readonly operation: Operation; readonly document: OpenApiDocument }>()
  for (const service of services) {
    const response = await fetch(`${address}/api/${service}/v1/openapi.json`)
    const document = openApiDocument.parse(await response.json())
    for (const operation of operationsOf(document)) known.set(operation.operationId, { operation, document })
  }
  let token: string | undefined
  let session: string | undefined

  return {
    operations: [...known.values()].map(({ operation }) => operation),
    bearer(given) {
      token = given
    },
    async call(operationId, given = {}) {
      const found = known.get(operationId)
      if (found === undefined) throw new Error(`no document has an operation ${operationId}`)
      const { operation, document } = found
      const request = requestOf(operation, document, given)
      if (operation.security.some((scheme) => 'bearer' in scheme)) request.headers.set('Authorization', `Bearer ${token ?? ''}`)
      if (operation.security.some((scheme) => 'session' in scheme)) request.headers.set('Cookie', session ?? '')
      const [server] = document.servers
      const response = await fetch(`${address}${server?.url}${request.path}`, {
        method: operation.method,
        headers: request.headers,
        ...(request.body !== undefined && { body: request.body }),
      })
      const [cookie] = response.headers.getSetCookie()
      if (cookie !== undefined) session = cookieFor(operation, document, response.status, cookie)
      return answerOf(operation, document, response)
    },
  }
}

function requestOf(operation: Operation, document: OpenApiDocument, given: Given) {
  const headers = new Headers({ Accept: 'application/json' })
  const search = new URLSearchParams()
  let { path } = operation
  for (const { name, in: where, required, schema } of operation.parameters) {
    const value = givenFor(name, where, given)
    if (value === undefined) {
      if (required) throw new Error(`${operation.operationId} needs ${where} parameter ${name}`)
      continue
    }
    if (where === 'path') checkerOf(document, schema).parse(value)
    if (where === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value))
    else if (where === 'query') search.set(name, value)
    else headers.set(name, value)
  }
  const schema = operation.requestBody?.content['application/json']?.schema
  if (schema === undefined) return { path: withQuery(path, search), headers, body: undefined }
  checkerOf(document, schema).parse(given.body)
  headers.set('Content-Type', 'application/json')
  return { path: withQuery(path, search), headers, body: JSON.stringify(given.body) }
}

function givenFor(name: string, where: string, given: Given): string | undefined {
  if (where === 'path') return given.path?.[name]
  if (where === 'query') return given.query?.[name]
  // One key for each intention; the version that was read.
  return name === 'Idempotency-Key' ? crypto.randomUUID() : name === 'If-Match' ? given.ifMatch : undefined
}

/** The name and value of a session's cookie, where the document tells that the operation sets one. */
function cookieFor(operation: Operation, document: OpenApiDocument, status: number, cookie: string): string {
  const [pair = ''] = cookie.split(';')
  const { name = '' } = document.components.securitySchemes['session'] ?? {}
  if (operation.responses[status]?.headers?.['Set-Cookie'] === undefined || !pair.startsWith(`${name}=`)) {
    throw new Error(`${operation.operationId} set the cookie ${pair}, of which its document does not tell`)
  }
  return pair
}

const withQuery = (path: string, search: URLSearchParams) => (search.size === 0 ? path : `${path}?${search}`)

async function answerOf(operation: Operation, document: OpenApiDocument, response: Response): Promise<Answered> {
  const promised = operation.responses[response.status]
  const text = await response.text()
  if (promised === undefined)
    throw new Error(`${operation.operationId} answered ${response.status}, which its document does not know: ${text}`)
  const etag = response.headers.get('ETag') ?? undefined
  if (promised.content === undefined) {
    if (text !== '') throw new Error(`${operation.operationId} promised no body and sent ${text}`)
    return { status: response.status, body: {}, etag }
  }
  const [type = ''] = (response.headers.get('Content-Type') ?? '').split(';')
  const schema = promised.content[type]?.schema
  if (schema === undefined) throw new Error(`${operation.operationId} answered ${type}, promised was ${Object.keys(promised.content)}`)
  const body: unknown = JSON.parse(text)
  const checked = exactCheckerOf(document, schema).safeParse(body)
  if (!checked.success) throw new Error(`${operation.operationId} ${response.status} does not fit its document: ${checked.error.message}`)
  if (type === 'application/problem+json') {
    const { code } = body as { readonly code: string }
    const codes = promised.description.split(', ')
    if (!codes.includes(code)) throw new Error(`${operation.operationId} answered ${response.status} ${code}, promised was one of ${codes}`)
  }
  // An object by its own schema: every reply and every problem is one.
  return { status: response.status, body: body as Readonly<Record<string, unknown>>, etag }
}
