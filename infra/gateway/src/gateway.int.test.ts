import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { LIVE_SOCKET_PATH } from '@filature/contracts/live/http'
import { createMetrics } from '@filature/service-kit/metrics'
import { afterEach, describe, expect, test } from 'vitest'
import { type Gateway, startGateway } from './gateway.ts'
import type { ServiceName } from './settings.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A server in the place of a service; answers its address. */
async function serviceThat(answer: Parameters<typeof createServer>[1]): Promise<{ address: string; server: Server }> {
  const server = createServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { address: `http://127.0.0.1:${portOf(server)}`, server }
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

async function gatewayTo(
  addresses: Partial<Record<ServiceName, string>>,
  options: { readonly trustedProxies?: number; readonly silenceMs?: number; readonly isOpen?: () => boolean } = {},
): Promise<Gateway & { readonly base: string; readonly errors: string[] }> {
  const errors: string[] = []
  const gateway = await startGateway({
    upstreams: (['identity', 'market', 'live', 'web'] as const).map((name) => ({ name, address: () => addresses[name] })),
    environment: { PORT: 0, HOST: '127.0.0.1', TRUST_PROXY: options.trustedProxies ?? 0 },
    silenceMs: options.silenceMs ?? 2_000,
    metrics: createMetrics(),
    ...(options.isOpen !== undefined && { isOpen: options.isOpen }),
    onError: (error, where) => errors.push(`${where}: ${String(error)}`),
  })
  closing.push(gateway.stop)
  return { ...gateway, base: `http://127.0.0.1:${gateway.port}`, errors }
}

const echo = (name: string) => (req: IncomingMessage, res: ServerResponse) =>
  res.setHeader('Content-Type', 'application/json').end(JSON.stringify({ name, url: req.url, method: req.method, headers: req.headers }))

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

  test('that nobody waits any more', async () => {
    const ended = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const { address } = await serviceThat((_req, res) => {
      res.on('close', () => ended.resolve())
      begun.resolve()
    })
    const { base } = await gatewayTo({ market: address })
    const giveUp = new AbortController()
    const asked = fetch(`${base}/api/market/v1/x`, { signal: giveUp.signal })
    await begun.promise
    giveUp.abort()
    await expect(asked).rejects.toThrow()
    await ended.promise
  })
})

describe('a service', () => {
  const expectUnavailable = async (answer: Response) => {
    expect([answer.status, answer.headers.get('Retry-After'), answer.headers.get('Content-Type')]).toEqual([
      503,
      '2',
      'application/problem+json; charset=utf-8',
    ])
    expect(await answer.json()).toMatchObject({ code: 'unavailable', retryAfterS: 2 })
  }

  test('that is away is answered for: not running, nobody listening, silent, broken off', async () => {
    const gone = await serviceThat(echo('gone'))
    gone.server.close()
    const silent = await serviceThat(() => undefined)
    const broken = await serviceThat((req) => req.socket.destroy())
    for (const address of [undefined, gone.address, silent.address, broken.address]) {
      const { base } = await gatewayTo({ ...(address !== undefined && { market: address }) }, { silenceMs: 200 })
      await expectUnavailable(await fetch(`${base}/api/market/v1/x`, { method: 'POST', body: '{}' }))
    }
  })

  test('that is away brings a browser back by itself', async () => {
    const { base } = await gatewayTo({})
    const answer = await fetch(base, { headers: { Accept: 'text/html,*/*;q=0.8' } })
    expect([answer.status, answer.headers.get('Refresh')]).toEqual([503, '2'])
  })

  test('that breaks an answer off does not make it seem whole', async () => {
    const { address } = await serviceThat((req, res) => {
      res.writeHead(200, { 'Content-Length': '100' })
      res.write('the beginning', () => req.socket.destroy())
    })
    const { base } = await gatewayTo({ market: address })
    await expect(fetch(`${base}/api/market/v1/x`).then((answer) => answer.text())).rejects.toThrow()
  })

  test('is reached by few connections, which are kept', async () => {
    let connections = 0
    const { address, server } = await serviceThat((_req, res) => res.end('here'))
    server.on('connection', () => {
      connections += 1
    })
    const { base } = await gatewayTo({ market: address })
    for (let time = 0; time < 10; time += 1) await (await fetch(`${base}/api/market/v1/x`)).text()
    expect(connections).toBe(1)
  })

  test('that closed a kept connection is asked again on a new one', async () => {
    let connections = 0
    const { address, server } = await serviceThat((_req, res) => res.end('here'))
    server.on('connection', () => {
      connections += 1
    })
    const { base } = await gatewayTo({ market: address })
    for (let time = 0; time < 5; time += 1) {
      expect(await (await fetch(`${base}/api/market/v1/x`)).text()).toBe('here')
      server.closeIdleConnections()
    }
    expect(connections).toBeGreaterThan(1)
  })

  test('that cannot work is told by /health/ready, with the engine that is away', async () => {
    const checks = (storeIs: boolean) => [
      { name: 'market.store', ok: storeIs, ...(!storeIs && { reason: 'StoreUnavailable' }) },
      { name: 'market.log', ok: true },
    ]
    let storeIs = true
    const market = await serviceThat((_req, res) => {
      res.statusCode = storeIs ? 200 : 503
      res.end(
        JSON.stringify({ status: storeIs ? 'ready' : 'degraded', engines: { store: 'MongoDB', log: 'Kafka' }, checks: checks(storeIs) }),
      )
    })
    const ready = await serviceThat((_req, res) => res.end(JSON.stringify({ status: 'ready', checks: [] })))
    const { base } = await gatewayTo({ identity: ready.address, market: market.address, live: ready.address, web: ready.address })
    const told = async () => {
      const answer = await fetch(`${base}/health/ready`)
      return { status: answer.status, body: await answer.json() }
    }
    expect(await told()).toMatchObject({ status: 200, body: { status: 'ready', away: [] } })
    storeIs = false
    expect(await told()).toMatchObject({
      status: 503,
      body: { status: 'degraded', away: [{ service: 'market', what: 'store', engine: 'MongoDB', reason: 'StoreUnavailable' }] },
    })
    market.server.closeAllConnections()
    market.server.close()
    expect(await told()).toMatchObject({ status: 503, body: { away: [{ service: 'market', what: 'process', reason: 'no answer' }] } })
    expect((await fetch(`${base}/health/live`)).status).toBe(200)
  })
})

describe('a place that is being furnished', () => {
  test('turns everybody away and says so, and lets them in when it opens', async () => {
    let open = false
    const { address } = await serviceThat(echo('market'))
    const { base } = await gatewayTo({ market: address }, { isOpen: () => open })
    expect((await fetch(`${base}/api/market/v1/x`)).status).toBe(503)
    expect(await (await fetch(`${base}/health/ready`)).json()).toMatchObject({ status: 'starting' })
    open = true
    expect((await fetch(`${base}/api/market/v1/x`)).status).toBe(200)
  })
})

describe('a websocket', () => {
  /** Speaks raw, so that every byte is seen. */
  async function upgrade(port: number, path: string) {
    const socket = connect(port, '127.0.0.1')
    closing.push(() => socket.destroy())
    let heard = ''
    socket.on('data', (part) => {
      heard += part.toString()
    })
    await once(socket, 'connect')
    socket.write(`GET ${path} HTTP/1.1\r\nHost: place.example.org\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
    return { socket, heard: () => heard }
  }

  async function echoingLive() {
    const live = await serviceThat(echo('live'))
    live.server.on('upgrade', (req, socket) => {
      if (req.url?.includes('refused')) return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\nforbidden')
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Host: ${req.headers.host}\r\n\r\nhello `,
      )
      socket.on('data', (part: Buffer) => socket.write(part.toString().toUpperCase()))
      closing.push(() => socket.destroy())
    })
    return live
  }

  test('reaches live, with the host that the client named, and bytes pass both ways', async () => {
    const live = await echoingLive()
    const { port } = await gatewayTo({ live: live.address })
    const { socket, heard } = await upgrade(port, `${LIVE_SOCKET_PATH}/?EIO=4`)
    await expect.poll(heard).toMatch(/^HTTP\/1\.1 101 .*X-Host: place\.example\.org.*\r\n\r\nhello $/s)
    socket.write('stock')
    await expect.poll(heard).toMatch(/hello STOCK$/)
  })

  test('that live refuses is refused in live’s words, and one for a live that is away is asked to come again', async () => {
    const live = await echoingLive()
    const { port } = await gatewayTo({ live: live.address })
    const said = async (of: number, path: string) => {
      const { socket, heard } = await upgrade(of, path)
      await once(socket, 'close')
      return heard()
    }
    expect(await said(port, `${LIVE_SOCKET_PATH}/?refused`)).toMatch(/^HTTP\/1\.1 403 .*forbidden$/s)
    expect(await said((await gatewayTo({})).port, `${LIVE_SOCKET_PATH}/`)).toMatch(/^HTTP\/1\.1 503 .*Retry-After: 2/s)
  })

  test('elsewhere is no websocket: the request is answered as if nobody had asked for one', async () => {
    const market = await serviceThat(echo('market'))
    const { port } = await gatewayTo({ market: market.address })
    for (const path of ['/api/market/v1/socket', '/api/market/v1/x?HTTP2']) {
      const { heard } = await upgrade(port, path)
      await expect.poll(heard).toMatch(/^HTTP\/1\.1 200 .*"name":"market"/s)
      expect(heard()).not.toContain('"upgrade"')
    }
    const { heard } = await upgrade(port, `${LIVE_SOCKET_PATH}s`)
    await expect.poll(heard).toMatch(/^HTTP\/1\.1 503 /)
  })

  test('ends when either side ends, and when the gateway stops', async () => {
    const live = await echoingLive()
    const gateway = await gatewayTo({ live: live.address })
    const one = await upgrade(gateway.port, `${LIVE_SOCKET_PATH}/`)
    await expect.poll(one.heard).toContain('101')
    live.server.closeAllConnections()
    one.socket.destroy()
    const two = await upgrade(gateway.port, `${LIVE_SOCKET_PATH}/`)
    await expect.poll(two.heard).toContain('101')
    const ended = once(two.socket, 'close')
    await gateway.stop()
    await ended
  })
})
