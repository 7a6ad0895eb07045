import { serviceApi } from '@filature/contracts/http/endpoint'
import { systemClock } from '@filature/kernel/clock'
import { refuse } from '@filature/kernel/refusal'
import express from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { implement } from './implement.ts'
import { createMetrics } from './metrics.ts'
import { openApiOf } from './openapi.ts'
import type { Handlers } from './route.ts'
import { type Served, serve } from './serve.ts'
import { createTokenCheck } from './token-check.ts'

const api = serviceApi('stall', 'Stall', {
  'GET /things/first': { summary: 'the first', access: 'public', reply: z.object({ which: z.string() }) },
  'GET /things/:id': { summary: 'one', access: 'public', params: z.object({ id: z.string() }), reply: z.object({ which: z.string() }) },
  'POST /things/:id/take': {
    summary: 'take some',
    access: 'public',
    params: z.object({ id: z.string() }),
    body: z.strictObject({ quantity: z.int().min(1), note: z.string().max(100_000).optional() }),
    reply: z.object({ taken: z.int(), key: z.string() }),
    refusals: ['insufficient-stock'],
    idempotent: true,
  },
  'PUT /things/:id': {
    summary: 'edit',
    access: 'signed-in',
    params: z.object({ id: z.string() }),
    body: z.strictObject({}),
    conditional: true,
  },
})

const handlers: Handlers<typeof api.endpoints> = {
  'GET /things/first': () => ({ body: { which: 'first' } }),
  'GET /things/:id': ({ params }) => {
    if (params.id === 'bug') throw new Error('secret detail')
    return { body: { which: params.id }, version: 7 }
  },
  'POST /things/:id/take': ({ body, idempotencyKey }) =>
    body.quantity > 3 ? refuse('insufficient-stock', { available: 3 }) : { body: { taken: body.quantity, key: idempotencyKey ?? '' } },
  'PUT /things/:id': () => ({ body: undefined }),
}

let served: Served
let base: string
const seen: unknown[] = []

beforeAll(async () => {
  const tokens = createTokenCheck({ fetchKeys: async () => ({ keys: [] }), nowMs: Date.now })
  const refusalTexts = { 'insufficient-stock': { fr: 'Il n’en reste que {available}.', en: 'Only {available} left.' } }
  const router = implement(api, handlers, { tokens, clock: systemClock, refusalTexts, onError: (error) => seen.push(error) })
  const service = { name: 'stall', api, router, mountPath: '/api/stall/v1', start: async () => {}, stop: async () => {}, checks: {} }
  const environment = { PORT: 0, HOST: '127.0.0.1', REQUESTS_PER_MINUTE: 0, TRUST_PROXY: 0 }
  served = await serve({ services: [service], environment, metrics: createMetrics() })
  base = `http://127.0.0.1:${served.port}/api/stall/v1`
})
afterAll(() => served.stop())

const take = (body: unknown, headers: Record<string, string> = { 'Idempotency-Key': 'key-12345678' }) =>
  fetch(`${base}/things/a/take`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

describe('an endpoint', () => {
  test('names path, rule and message of every wrong field, and refuses unknown ones', async () => {
    const answer = await take({ quantity: 0, extra: 1 })
    expect(answer.status).toBe(400)
    expect(answer.headers.get('Content-Type')).toContain('application/problem+json')
    const problem = (await answer.json()) as { code: string; errors: { path: string; rule: string }[] }
    expect(problem.code).toBe('invalid')
    expect(problem.errors.map(({ path, rule }) => [path, rule])).toEqual([
      ['quantity', 'too-small'],
      ['extra', 'unknown-field'],
    ])
  })

  test('answers 413 over 64 KB, and a clear word for what is no JSON', async () => {
    expect((await take({ quantity: 1, note: 'x'.repeat(70_000) })).status).toBe(413)
    const broken = await fetch(`${base}/things/a/take`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{' })
    expect([broken.status, ((await broken.json()) as { errors: { rule: string }[] }).errors[0]?.rule]).toEqual([400, 'json'])
  })

  test('reads a body only as JSON, and says so of every other one', async () => {
    const send = async (headers: Record<string, string>, body: string | Buffer<ArrayBuffer>) => {
      const answer = await fetch(`${base}/things/a/take`, {
        method: 'POST',
        headers: { 'Idempotency-Key': 'key-12345678', ...headers },
        body,
      })
      const { code, errors } = (await answer.json()) as { code: string; errors?: { path: string; rule: string }[] }
      return [answer.status, code, errors?.map(({ path, rule }) => `${path} ${rule}`)]
    }
    const before = seen.length
    const good = JSON.stringify({ quantity: 1 })
    expect(await send({ 'Content-Type': 'text/plain' }, good)).toEqual([400, 'invalid', ['body content-type']])
    for (const encoding of ['gzip', 'br', 'deflate', 'bogus']) {
      const headers = { 'Content-Type': 'application/json', 'Content-Encoding': encoding }
      expect([encoding, ...(await send(headers, good))]).toEqual([encoding, 400, 'invalid', ['body encoding']])
    }
    expect(await send({ 'Content-Type': 'application/json; charset=latin1' }, good)).toEqual([400, 'invalid', ['body encoding']])
    expect(await send({ 'Content-Type': 'application/json' }, '[]')).toEqual([400, 'invalid', ['body invalid-type']])
    expect(seen).toHaveLength(before)
  })

  test('tells in the language of the caller what to do about a field', async () => {
    const messages = async (language: string) => {
      const answer = await take({ note: 1 }, { 'Idempotency-Key': 'key-12345678', 'Accept-Language': language })
      return ((await answer.json()) as { errors: { message: string }[] }).errors.map(({ message }) => message)
    }
    expect(await messages('fr')).toEqual(['Ce champ manque : donnez un nombre.', 'Donnez un texte.'])
    expect(await messages('en')).toEqual(['This field is missing: give a number.', 'Give a text.'])
  })

  test('says which header cannot be read', async () => {
    const ask = async (headers: Record<string, string>) =>
      (
        (await (await take({ quantity: 1 }, { 'Idempotency-Key': 'key-12345678', ...headers })).json()) as {
          errors?: { path: string; rule: string }[]
        }
      ).errors
    expect(await ask({ 'Idempotency-Key': 'short' })).toMatchObject([{ path: 'Idempotency-Key', rule: 'key-format' }])
    expect(await ask({ 'If-Match': 'seven' })).toMatchObject([{ path: 'If-Match', rule: 'etag' }])
  })

  test('asks for an Idempotency-Key where the command creates', async () => {
    expect(await (await take({ quantity: 1 }, {})).json()).toMatchObject({ status: 400, code: 'idempotency-key-missing' })
    expect(await (await take({ quantity: 1 })).json()).toEqual({ taken: 1, key: 'key-12345678' })
  })

  test('turns a refusal into a problem with its figures, in the language of the caller', async () => {
    const french = await (await take({ quantity: 4 }, { 'Idempotency-Key': 'key-12345678', 'Accept-Language': 'fr' })).json()
    expect(french).toMatchObject({ status: 409, code: 'insufficient-stock', available: 3, detail: 'Il n’en reste que 3.' })
    const english = await (await take({ quantity: 4 }, { 'Idempotency-Key': 'key-12345678', 'Accept-Language': 'en-GB' })).json()
    expect(english).toMatchObject({ detail: 'Only 3 left.' })
  })

  test('sends the version as ETag and 304 when it is known', async () => {
    const first = await fetch(`${base}/things/x`)
    expect(first.headers.get('ETag')).toBe('"7"')
    expect((await fetch(`${base}/things/x`, { headers: { 'If-None-Match': '"7"' } })).status).toBe(304)
    const head = await fetch(`${base}/things/x`, { method: 'HEAD' })
    expect([head.status, head.headers.get('ETag'), await head.text()]).toEqual([200, '"7"', ''])
  })

  test('what is a person’s own is kept by no browser, and what all may read is kept apart for each who asks', async () => {
    const everybodys = await fetch(`${base}/things/x`)
    expect(everybodys.headers.get('Cache-Control')).toBe('no-cache')
    expect(everybodys.headers.get('Vary')).toContain('Authorization')
    expect((await fetch(`${base}/things/x`, { method: 'PUT' })).headers.get('Cache-Control')).toBe('no-store')
  })

  test('takes fixed words before parameters', async () => {
    expect(await (await fetch(`${base}/things/first`)).json()).toEqual({ which: 'first' })
  })

  test('never shows the text of an exception', async () => {
    const answer = await fetch(`${base}/things/bug`)
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toContain('secret')
    expect(seen).toHaveLength(1)
  })

  test('finds nothing at an address that cannot be read, and takes that for nobody’s fault but the sender’s', async () => {
    const before = seen.length
    const answer = await fetch(`${base}/things/%zz`)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([404, 'not-found'])
    expect(seen).toHaveLength(before)
  })

  test('asks for sign-in before anything else', async () => {
    const answer = await fetch(`${base}/things/x`, { method: 'PUT' })
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, 'unauthenticated'])
  })
})

test('a route whose first word is a parameter is refused instead of never being found', () => {
  const anything = serviceApi('stall', 'Stall', {
    'GET /:id': { summary: 'one', access: 'public', params: z.object({ id: z.string() }), reply: z.object({}) },
  })
  const tokens = createTokenCheck({ fetchKeys: async () => ({ keys: [] }), nowMs: Date.now })
  const options = { tokens, clock: systemClock, refusalTexts: {}, onError: () => {} }
  expect(() => implement(anything, { 'GET /:id': () => ({ body: {} }) }, options)).toThrow(/GET \/:id/)
})

describe('the process', () => {
  test('is ready, measured, and describes itself', async () => {
    const root = `http://127.0.0.1:${served.port}`
    expect(await (await fetch(`${root}/health/ready`)).json()).toMatchObject({ status: 'ready' })
    expect(await (await fetch(`${root}/metrics`)).text()).toContain('process_cpu')
    expect(await (await fetch(`${base}/openapi.json`)).json()).toEqual(JSON.parse(JSON.stringify(openApiOf(api))))
  })

  test('says which port is busy and what to do', async () => {
    const environment = { PORT: served.port, HOST: '127.0.0.1', REQUESTS_PER_MINUTE: 0, TRUST_PROXY: 0 }
    await expect(serve({ services: [], environment, metrics: createMetrics() })).rejects.toThrow(/PORT=\d+ is used by another program/)
  })

  test('says that the address to listen on is not of this machine, and names its variable', async () => {
    // RFC 5737: an address that no machine has.
    const environment = { PORT: 0, HOST: '192.0.2.1', REQUESTS_PER_MINUTE: 0, TRUST_PROXY: 0 }
    await expect(serve({ services: [], environment, metrics: createMetrics() })).rejects.toThrow(
      /^HOST=192\.0\.2\.1 is not an address of this machine/,
    )
  })

  test('limits requests per address when told to', async () => {
    const router = express.Router().get('/', (_req, res) => void res.send('ok'))
    const service = { name: 'x', router, mountPath: '/api/x', start: async () => {}, stop: async () => {}, checks: {} }
    const environment = { PORT: 0, HOST: '127.0.0.1', REQUESTS_PER_MINUTE: 2, TRUST_PROXY: 0 }
    const limited = await serve({ services: [service], environment, metrics: createMetrics() })
    const statuses = []
    for (let i = 0; i < 3; i += 1) statuses.push((await fetch(`http://127.0.0.1:${limited.port}/api/x`)).status)
    await limited.stop()
    expect(statuses).toEqual([200, 200, 429])
  })
})
