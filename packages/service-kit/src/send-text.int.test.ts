import { get, type IncomingHttpHeaders } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { serviceApi } from '@filature/contracts/http/endpoint'
import { systemClock } from '@filature/kernel/clock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { implement } from './implement.ts'
import { createMetrics } from './metrics.ts'
import type { Handlers } from './route.ts'
import { type Served, serve } from './serve.ts'
import { tokenSigner } from './testing/token-signer.ts'

const names = z.object({ names: z.array(z.string()) })
const query = z.object({ count: z.coerce.number() })
const api = serviceApi('stall', 'Stall', {
  'GET /names': { summary: 'names', access: 'public', query, reply: names },
  'GET /book': { summary: 'names with a version', access: 'public', query, reply: names },
  'POST /names': { summary: 'many names', access: 'public', query, reply: names },
})
const listed = (count: number) => ({ names: Array.from({ length: count }, (_, number) => `Épinards n° ${number}`) })
const handlers: Handlers<typeof api.endpoints> = {
  'GET /names': (call) => ({ body: listed(call.query.count) }),
  'GET /book': (call) => ({ body: listed(call.query.count), version: 12 }),
  'POST /names': (call) => ({ body: listed(call.query.count) }),
}

let served: Served

beforeAll(async () => {
  const router = implement(api, handlers, { tokens: tokenSigner().check, clock: systemClock })
  const service = { name: 'stall', api, router, mountPath: '/api/stall/v1', start: async () => {}, stop: async () => {}, checks: {} }
  const environment = { PORT: 0, HOST: '127.0.0.1', REQUESTS_PER_MINUTE: 0, TRUST_PROXY: 0 }
  served = await serve({ services: [service], environment, metrics: createMetrics() })
})
afterAll(() => served.stop())

interface Answer {
  readonly status: number | undefined
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

/** As it comes over the wire: nothing unpacks it. */
function ask(path: string, headers: Record<string, string>, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port: served.port, path: `/api/stall/v1${path}`, method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(chunks) }))
    })
    request.on('error', reject)
  })
}

const BROWSER = { 'Accept-Encoding': 'gzip, deflate, br, zstd' }

test('a long list is packed as the client can read it, and says that it depends on that', async () => {
  const plain = await ask('/names?count=500', {})
  expect(plain.headers['content-encoding']).toBeUndefined()
  const browser = await ask('/names?count=500', BROWSER)
  expect(browser.headers).toMatchObject({ 'content-encoding': 'br', 'content-type': 'application/json; charset=utf-8' })
  expect(brotliDecompressSync(browser.bytes)).toEqual(plain.bytes)
  expect(browser.bytes.length * 5).toBeLessThan(plain.bytes.length)
  const old = await ask('/names?count=500', { 'Accept-Encoding': 'gzip' })
  expect(old.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(old.bytes)).toEqual(plain.bytes)
  for (const { headers } of [plain, browser, old]) expect(headers.vary).toMatch(/Accept-Encoding/i)
})

test('what a client refuses is not sent packed that way', async () => {
  const refused = await ask('/names?count=500', { 'Accept-Encoding': 'br;q=0, gzip;q=0.5' })
  expect(refused.headers['content-encoding']).toBe('gzip')
  const nothing = await ask('/names?count=500', { 'Accept-Encoding': 'identity' })
  expect(nothing.headers['content-encoding']).toBeUndefined()
})

test('a small answer and the answer to a command go as they are', async () => {
  for (const answer of [await ask('/names?count=3', BROWSER), await ask('/names?count=500', BROWSER, 'POST')]) {
    expect(answer.status).toBe(200)
    expect(answer.headers['content-encoding']).toBeUndefined()
  }
})

test('whoever knows the answer gets 304, packed or not, with a version or without', async () => {
  for (const path of ['/names?count=500', '/book?count=500', '/book?count=3']) {
    for (const asked of [{}, BROWSER]) {
      const first = await ask(path, asked)
      const again = await ask(path, { ...asked, 'If-None-Match': String(first.headers.etag) })
      expect([again.status, again.bytes.length], path).toEqual([304, 0])
      expect(again.headers.vary, path).toMatch(/Accept-Encoding/i)
      expect((await ask(path, { ...asked, 'If-None-Match': '"11"' })).status, path).toBe(200)
    }
  }
})

test('the ETag of a packed answer is weak, and names the same version', async () => {
  expect((await ask('/book?count=500', {})).headers.etag).toBe('"12"')
  expect((await ask('/book?count=500', BROWSER)).headers.etag).toBe('W/"12"')
})

test('HEAD tells the same of a list as GET, without it', async () => {
  const head = await ask('/book?count=3', BROWSER, 'HEAD')
  expect([head.status, head.bytes.length, head.headers.etag]).toEqual([200, 0, '"12"'])
})

test('the reference of a service is packed, too', async () => {
  const reference = await ask('/openapi.json', BROWSER)
  expect(reference.headers['content-encoding']).toBe('br')
  expect(JSON.parse(brotliDecompressSync(reference.bytes).toString())).toMatchObject({ openapi: '3.1.0' })
})
