import { describe, expect, test } from 'vitest'
import { echo, openedInEachTest } from './testing/each-test.ts'

const { serviceThat, gatewayTo } = openedInEachTest()

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

  test('tells its figures through the gateway; one that breaks off while it does, or that nobody knows, is answered for', async () => {
    const figures = await serviceThat((_req, res) => res.end('filature_x 1'))
    const breaks = await serviceThat((req, res) => {
      res.writeHead(200, { 'Content-Length': '100' })
      res.write('filature_x', () => req.socket.destroy())
    })
    const { base, errors } = await gatewayTo({ market: figures.address, live: breaks.address })
    expect(await (await fetch(`${base}/metrics/market`)).text()).toBe('filature_x 1')
    for (const name of ['live', 'web']) await expectUnavailable(await fetch(`${base}/metrics/${name}`))
    for (const name of ['nothing', '%zz']) {
      const answer = await fetch(`${base}/metrics/${name}`)
      expect([answer.status, await answer.json()]).toEqual([404, expect.objectContaining({ code: 'not-found' })])
    }
    expect(errors).toEqual([])
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

describe('a gateway that stops', () => {
  test('answers what is open, takes nothing new, and does not wait for connections that are only kept', async () => {
    const begun = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const { address } = await serviceThat(async (_req, res) => {
      begun.resolve()
      await goOn.promise
      res.end('here')
    })
    const gateway = await gatewayTo({ market: address })
    const open = fetch(`${gateway.base}/api/market/v1/x`)
    await begun.promise
    const began = performance.now()
    const stopped = gateway.stop()
    await expect(fetch(`${gateway.base}/api/market/v1/x`)).rejects.toThrow()
    goOn.resolve()
    expect(await (await open).text()).toBe('here')
    await stopped
    // Clients keep a connection for some 4 s, and the gateway cuts it after 10.
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
