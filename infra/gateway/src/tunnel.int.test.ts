import { once } from 'node:events'
import type { Server } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { LIVE_SOCKET_PATH } from '@filature/contracts/live/http'
import { describe, expect, test } from 'vitest'
import { echo, openedInEachTest } from './testing/each-test.ts'

const { serviceThat, gatewayTo, speakTo, closeAfter } = openedInEachTest()

const upgrade = (port: number, path: string) =>
  speakTo(port, `GET ${path} HTTP/1.1\r\nHost: place.example.org\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)

/** In the place of live; `answer` is given the socket of each websocket that is asked for. */
async function liveThat(answer: (socket: Duplex, url: string, host: string | undefined) => void) {
  const live = await serviceThat(echo('live'))
  live.server.on('upgrade', (req, socket) => {
    closeAfter(() => socket.destroy())
    answer(socket, req.url ?? '', req.headers.host)
  })
  return live
}

const echoingLive = () =>
  liveThat((socket, url, host) => {
    if (url.includes('refused')) return socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\nforbidden')
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Host: ${host}\r\n\r\nhello `)
    socket.on('data', (part: Buffer) => socket.write(part.toString().toUpperCase()))
  })

const connectionsOf = (server: Server) =>
  new Promise<number>((resolve, reject) => server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))))

describe('a websocket', () => {
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
    const gone = await serviceThat(echo('gone'))
    gone.server.close()
    const said = async (to: Parameters<typeof gatewayTo>[0], path: string) => {
      const { port, server, errors } = await gatewayTo(to)
      const { socket, heard } = await upgrade(port, path)
      await once(socket, 'end')
      // The gateway hangs up, also on a client that does not.
      await expect.poll(() => connectionsOf(server)).toBe(0)
      return [heard(), errors]
    }
    expect(await said({ live: live.address }, `${LIVE_SOCKET_PATH}/?refused`)).toEqual([
      expect.stringMatching(/^HTTP\/1\.1 403 .*forbidden$/s),
      [],
    ])
    const comeAgain = expect.stringMatching(/^HTTP\/1\.1 503 .*Retry-After: 2/s)
    expect(await said({}, `${LIVE_SOCKET_PATH}/`)).toEqual([comeAgain, []])
    expect(await said({ live: gone.address }, `${LIVE_SOCKET_PATH}/`)).toEqual([
      comeAgain,
      [expect.stringMatching(/^gateway: live: .*ECONNREFUSED/)],
    ])
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

  test('ends at live when the client goes, and at the client when live goes', async () => {
    const sockets: Duplex[] = []
    const live = await liveThat((socket) => {
      sockets.push(socket)
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')
      socket.on('error', () => socket.destroy())
    })
    const { port } = await gatewayTo({ live: live.address })
    for (const goesFirst of ['client', 'live']) {
      const { socket, heard } = await upgrade(port, `${LIVE_SOCKET_PATH}/`)
      await expect.poll(heard).toContain('101')
      const atLive = sockets.pop()
      if (!(atLive instanceof Socket)) throw new Error('live was not asked over a socket')
      const ended = once(goesFirst === 'client' ? atLive.resume() : socket, 'end')
      const goes = goesFirst === 'client' ? socket : atLive
      goes.resetAndDestroy()
      await ended
    }
  })

  test('whose client went before live answered ends at live as soon as it answers', async () => {
    const asked = Promise.withResolvers<Duplex>()
    const live = await liveThat(asked.resolve)
    const { port, errors } = await gatewayTo({ live: live.address })
    const { socket } = await upgrade(port, `${LIVE_SOCKET_PATH}/`)
    const atLive = await asked.promise
    const gone = once(socket, 'close')
    socket.destroy()
    await gone
    const ended = once(atLive.resume(), 'end')
    atLive.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nhello')
    await ended
    expect(errors).toEqual([])
  })

  test.each(['reset', 'closed'] as const)('that is refused while its client has %s the connection harms nobody', async (how) => {
    const market = await serviceThat(echo('market'))
    const { port, base } = await gatewayTo({ market: market.address })
    for (let time = 0; time < 20; time += 1) {
      const { socket } = await upgrade(port, `${LIVE_SOCKET_PATH}/`)
      if (how === 'reset') socket.resetAndDestroy()
      else socket.destroy()
    }
    expect((await fetch(`${base}/api/market/v1/x`)).status).toBe(200)
  })

  test.each([
    ['open', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'],
    ['not yet answered', ''],
  ])('that is %s does not keep the gateway from stopping', async (_how, answer) => {
    const asked = Promise.withResolvers<Duplex>()
    const live = await liveThat((socket) => {
      socket.write(answer)
      asked.resolve(socket)
    })
    const gateway = await gatewayTo({ live: live.address }, { silenceMs: 60_000 })
    const { socket, heard } = await upgrade(gateway.port, `${LIVE_SOCKET_PATH}/`)
    const atLive = await asked.promise
    await expect.poll(heard).toHaveLength(answer.length)
    const ended = [once(socket, 'end'), once(atLive.resume(), 'end')]
    await gateway.stop()
    await Promise.all(ended)
  })
})
