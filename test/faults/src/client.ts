import { DEMO_PASSWORD } from '@filature/demo/accounts'

export interface Answered {
  readonly status: number
  // Bodies differ from address to address; tests name the fields they read.
  readonly body: Readonly<Record<string, unknown>>
}

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly token?: string
  /** Idempotency-Key */
  readonly key?: string
  readonly body?: unknown
}

/** Real HTTP against a running place. Rejects when no whole answer came: then nobody knows what became of it. */
export async function ask(address: string, { method = 'GET', path, token, key, body }: Ask): Promise<Answered> {
  const response = await fetch(`${address}${path}`, {
    method,
    headers: {
      'accept-language': 'en',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answered['body']) }
}

/** A token for machines and tests, as any program gets it. */
export async function signIn(address: string, email: string): Promise<string> {
  const { status, body } = await ask(address, {
    method: 'POST',
    path: '/api/identity/v1/sign-in',
    body: { email, password: DEMO_PASSWORD },
  })
  if (status !== 200 || typeof body['token'] !== 'string') throw new Error(`${email} cannot sign in: ${status} ${JSON.stringify(body)}`)
  return body['token']
}
