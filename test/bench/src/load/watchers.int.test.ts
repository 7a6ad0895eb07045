import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Child, startChild } from '../processes/child.ts'
import { messageOf } from './changes.ts'
import type { SeenFrame, WatchFaults, WatchRequest } from './watching.ts'

const WATCHERS = fileURLToPath(new URL('./watchers-process.ts', import.meta.url))
const SOCKETS = 3
const NO_FAULTS: WatchFaults = { unlike: 0, outOfOrder: 0, resyncs: 0, closed: 0 }
/** Changes are numbered over a thousand lots, so this is the next version of the first one's lot. */
const LAP = 1_000

const frameOf = (number: number) => `42${JSON.stringify(['states', messageOf(number)])}`

let server: WebSocketServer
let watchers: Child
const watch = <Answer>(request: WatchRequest) => watchers.ask<Answer>(request)
const tellAll = (number: number) => {
  for (const client of server.clients) client.send(frameOf(number))
}

beforeEach(async () => {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  watchers = startChild(WATCHERS)
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo
  await watch({ open: { port, dialect: 'plain', path: '/', room: '', sockets: SOCKETS, versions: 'every' } })
})
afterEach(async () => {
  await watchers.kill()
  server.close()
})

describe('the sockets of the fan-out', () => {
  it('say when the last of them has seen a change', async () => {
    const [first, ...others] = server.clients
    first?.send(frameOf(1))
    let everybody = false
    const seen = watch({ until: 1 }).then(() => {
      everybody = true
    })
    // Answered in turn, so by now the first socket's frame was either read or not.
    await watch({ faults: true })
    expect(everybody).toBe(false)
    for (const other of others) other.send(frameOf(1))
    await seen
    const frames = await watch<readonly SeenFrame[]>({ frames: true })
    expect(frames.map(({ states }) => states)).toEqual([[[messageOf(1).states[0]?.id, 1]]])
    expect(await watch<WatchFaults>({ faults: true })).toEqual(NO_FAULTS)
  })

  it('notice a version that is left out, and one that comes twice', async () => {
    for (const number of [1, 1 + 2 * LAP, 1 + 2 * LAP]) tellAll(number)
    await watch({ until: 3 })
    expect(await watch<WatchFaults>({ faults: true })).toEqual({ ...NO_FAULTS, outOfOrder: 2 })
  })

  it('notice one socket that gets something else', async () => {
    const clients: WebSocket[] = [...server.clients]
    for (const [index, client] of clients.entries()) client.send(frameOf(index === SOCKETS - 1 ? 2 : 1))
    await watch({ until: 1 })
    // Each is compared with whichever came first: the odd one is one against two, or the two are two against one.
    expect([1, SOCKETS - 1]).toContain((await watch<WatchFaults>({ faults: true })).unlike)
  })

  it('notice a socket that is cut', async () => {
    const [first] = server.clients
    first?.terminate()
    await expect.poll(async () => (await watch<WatchFaults>({ faults: true })).closed).toBe(1)
  })

  it('read frames of every length, in one piece or in many', async () => {
    const long = { ...messageOf(1), padding: 'x'.repeat(200_000) }
    for (const client of server.clients) {
      client.send(`42${JSON.stringify(['states', long])}`)
      client.send(frameOf(2))
    }
    await watch({ until: 2 })
    expect(await watch<WatchFaults>({ faults: true })).toEqual(NO_FAULTS)
  })
})
