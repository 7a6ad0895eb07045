/** One answer of the product's HTTP API. */
export interface Answer<Body> {
  readonly status: number
  readonly body: Body
  readonly etag: string | undefined
}

/** Speaks to the API as one person, or as nobody. Never throws for a refusal: the status is part of the answer. */
export interface Caller {
  get<Body>(path: string): Promise<Answer<Body>>
  send<Body>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<Body>>
  /** The body of a success; throws with the problem's own words otherwise. */
  read<Body>(path: string): Promise<Body>
  done<Body>(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Body>
}

/** `token` is asked before every call: the house's clock may have jumped past the last one. */
export function callerOf(address: () => string, token: () => Promise<string | undefined>): Caller {
  async function call<Body>(method: string, path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Answer<Body>> {
    const bearer = await token()
    const response = await fetch(`${address()}${path}`, {
      method,
      headers: {
        Accept: 'application/json',
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(method !== 'GET' && { 'Idempotency-Key': crypto.randomUUID() }),
        ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    // The caller names the shape that the contract promises for this address.
    return {
      status: response.status,
      body: (text === '' ? undefined : JSON.parse(text)) as Body,
      etag: response.headers.get('ETag') ?? undefined,
    }
  }
  async function succeed<Body>(answer: Promise<Answer<Body>>, what: string): Promise<Body> {
    const { status, body } = await answer
    if (status >= 400) throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`)
    return body
  }
  const caller: Caller = {
    get: (path) => call('GET', path, undefined, {}),
    send: (method, path, body, headers = {}) => call(method, path, body, headers),
    read: (path) => succeed(caller.get(path), path),
    done: (method, path, body, headers) => succeed(caller.send(method, path, body, headers), `${method} ${path}`),
  }
  return caller
}
