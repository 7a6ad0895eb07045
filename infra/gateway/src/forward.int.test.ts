import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { echo, openedInEachTest } from './testing/each-test.ts'

const { serviceThat, gatewayTo, speakTo } = openedInEachTest()

describe('the gateway passes on', () => {
  test('each path to its service, keys to identity, and all else to web', async () => {
    const [identity, market, web] = await Promise.all(['identity', 'market', 'web'].map((name) => serviceThat(echo(name))))
    const { base } = await gatewayTo({
      ...(identity && { identity: identity.address }),
      ...(market && { market: market.address }),
      ...(web && { web: web.address }),
    })
    const askedOf = async (path: string) => {
      const { name, url } = (await (await fetch(base + path)).json()) as { name: string; url: string }
      return `${name} ${url}`
    }
    expect(await askedOf('/api/market/v1/offers?after=a%20b')).toBe('market /api/market/v1/offers?after=a%20b')
    expect(await askedOf('/api/identity/v1/jwks')).toBe('identity /api/identity/v1/jwks')
    expect(await askedOf('/api/auth/jwks')).toBe('identity /api/auth/jwks')
    expect(await askedOf('/marche/ses_1')).toBe('web /marche/ses_1')
    expect(await askedOf('/apiary')).toBe('web /apiary')
    expect((await fetch(`${base}/api/nothing/v1`)).status).toBe(404)
  })

  test('who asked, and believes nobody’s word for it but that of a proxy in front', async () => {
    const { address } = await serviceThat(echo('market'))
    const claims = { 'X-Forwarded-For': '203.0.113.9', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'place.example.org' }
    const heard = async (trustedProxies: number) => {
      const { base } = await gatewayTo({ market: address }, { trustedProxies })
      return ((await (await fetch(`${base}/api/market/v1/x`, { headers: claims })).json()) as { headers: object }).headers
    }
    expect(await heard(0)).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'http' })
    expect(await heard(1)).toMatchObject({
      'x-forwarded-for': '203.0.113.9, 127.0.0.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'place.example.org',
    })
  })

  test('cookies one by one, and nothing that belongs to a connection', async () => {
    const heard = Promise.withResolvers<object>()
    const { address } = await serviceThat((req, res) => {
      heard.resolve(req.headers)
      res.writeHead(201, [...['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2'], ...['Connection', 'X-Own', 'X-Own', 'secret', 'ETag', '"4"']])
      res.end()
    })
    const { base } = await gatewayTo({ market: address })
    const answer = await fetch(`${base}/api/market/v1/x`, { method: 'POST', headers: { 'Proxy-Authorization': 'mine', 'If-Match': '"3"' } })
    expect([answer.status, answer.headers.getSetCookie(), answer.headers.get('ETag'), answer.headers.get('X-Own')]).toEqual([
      201,
      ['a=1', 'b=2'],
      '"4"',
      null,
    ])
    const headers = await heard.promise
    expect(headers).toHaveProperty('if-match', '"3"')
    expect(headers).not.toHaveProperty('proxy-authorization')
  })

  test('bodies as they come, in both directions, before either is complete', async () => {
    const { address } = await serviceThat((req, res) => {
      // Says each part again as soon as it is heard.
      req.on('data', (part: Buffer) => res.write(part))
      req.on('end', () => res.end('!'))
    })
    const { port } = await gatewayTo({ market: address })
    const asked = request({ port, host: '127.0.0.1', method: 'POST', path: '/api/market/v1/x' })
    asked.write('first')
    const [answer] = await once(asked, 'response')
    expect(String((await once(answer, 'data'))[0])).toBe('first')
    asked.end('second')
    let rest = ''
    for await (const part of answer) rest += String(part)
    expect(rest).toBe('second!')
  })

  const INSIDE = 'GET /api/market/v1/inside HTTP/1.1\r\nHost: x\r\n\r\n'
  const IN_ONE_PART = `${INSIDE.length.toString(16)}\r\n${INSIDE}\r\n0\r\n\r\n`
  const BY_LENGTH = `Content-Length: ${INSIDE.length}\r\n`
  test.each([
    ['in parts', `DELETE /api/market/v1/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${IN_ONE_PART}`],
    ['by length', `GET /api/market/v1/x HTTP/1.1\r\nHost: x\r\n${BY_LENGTH}\r\n${INSIDE}`],
    [
      'by a length that is to be dropped',
      `GET /api/market/v1/x HTTP/1.1\r\nHost: x\r\nConnection: content-length\r\n${BY_LENGTH}\r\n${INSIDE}`,
    ],
  ])('a body sent %s as the body, where methods seldom have one: nothing in it becomes a request', async (_how, sent) => {
    const requests: string[] = []
    const { address } = await serviceThat(async (req, res) => {
      requests.push(`${req.method} ${req.url} ${await text(req)}`)
      res.end('heard')
    })
    const { base, port } = await gatewayTo({ market: address })
    const { heard } = await speakTo(port, sent)
    await expect.poll(heard).toMatch(/heard$/)
    await (await fetch(`${base}/api/market/v1/after`)).text()
    expect(requests).toEqual([expect.stringMatching(/^(DELETE|GET) \/api\/market\/v1\/x GET .*\/inside/), 'GET /api/market/v1/after '])
  })

  test('a refusal that comes while the body is still on its way', async () => {
    const { address } = await serviceThat((_req, res) => {
      res.writeHead(413, { Connection: 'close' }).end('too large')
    })
    const { base } = await gatewayTo({ market: address })
    const body = 'x'.repeat(50_000)
    for (let time = 0; time < 20; time += 1) {
      const answer = await fetch(`${base}/api/market/v1/x`, { method: 'POST', body })
      expect([answer.status, await answer.text()]).toEqual([413, 'too large'])
    }
  })

  test('that nobody waits any more, and does not ask a second time', async () => {
    const asked: string[] = []
    const ended = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const { address } = await serviceThat((req, res) => {
      asked.push(req.url ?? '')
      if (!req.url?.endsWith('/slow')) return res.end('here')
      res.on('close', () => ended.resolve())
      begun.resolve()
    })
    const { base, errors } = await gatewayTo({ market: address })
    // So that the next request takes a connection that was kept, which is when one is asked again.
    await (await fetch(`${base}/api/market/v1/first`)).text()
    const giveUp = new AbortController()
    const slow = fetch(`${base}/api/market/v1/slow`, { signal: giveUp.signal })
    await begun.promise
    giveUp.abort()
    await expect(slow).rejects.toThrow()
    await ended.promise
    await (await fetch(`${base}/api/market/v1/last`)).text()
    expect(asked).toEqual(['/api/market/v1/first', '/api/market/v1/slow', '/api/market/v1/last'])
    expect(errors).toEqual([])
  })
})

describe('a service', () => {
  /** Tells how many connections were made to it. */
  async function countingService() {
    let connections = 0
    const { address, server } = await serviceThat((_req, res) => res.end('here'))
    server.on('connection', () => {
      connections += 1
    })
    return { address, server, connections: () => connections }
  }

  test('is reached by few connections, which are kept', async () => {
    const { address, connections } = await countingService()
    const { base } = await gatewayTo({ market: address })
    for (let time = 0; time < 10; time += 1) await (await fetch(`${base}/api/market/v1/x`)).text()
    expect(connections()).toBe(1)
  })

  test('that closed a kept connection is asked again on a new one', async () => {
    const { address, server, connections } = await countingService()
    const { base } = await gatewayTo({ market: address })
    for (let time = 0; time < 5; time += 1) {
      expect(await (await fetch(`${base}/api/market/v1/x`)).text()).toBe('here')
      server.closeIdleConnections()
    }
    expect(connections()).toBeGreaterThan(1)
  })
})
