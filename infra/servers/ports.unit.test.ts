import { createServer } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { freePort, listens } from './ports.ts'

const server = createServer()
afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())))

it('a free port is one that nobody listens on', async () => {
  expect(await listens(await freePort(), 150)).toBe(false)
})

it('somebody who begins to listen is noticed while they are waited for', async () => {
  const port = await freePort()
  const noticed = listens(port, 10_000)
  server.listen(port, '127.0.0.1')
  expect(await noticed).toBe(true)
})

it('nobody is waited for once nobody wants to know', async () => {
  const enough = new AbortController()
  const noticed = listens(await freePort(), 3_600_000, enough.signal)
  enough.abort()
  expect(await noticed).toBe(false)
})
