import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { httpReads, ReadFailed } from './reads.ts'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function readsFrom(listener: RequestListener) {
  const listening = createServer(listener)
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const base = () => `http://127.0.0.1:${(listening.address() as AddressInfo).port}`
  return httpReads({ identity: base, market: base, materials: base })
}

describe('reads of public pages', () => {
  it('a crowd that opens the same page costs one read, in each language', async () => {
    const asked: string[] = []
    const reads = await readsFrom((req, res) => {
      asked.push(`${req.headers['accept-language']} ${req.url}`)
      res.setHeader('Content-Type', 'application/json').end('{"id":"ses_1"}')
    })
    await Promise.all(Array.from({ length: 20 }, () => reads.session('ses_1', 'fr')))
    await reads.session('ses_1', 'en')
    expect(asked).toEqual(['fr /api/market/v1/sessions/ses_1', 'en /api/market/v1/sessions/ses_1'])
  })

  it('what does not exist, or cannot, is undefined', async () => {
    const reads = await readsFrom((req, res) => {
      res.statusCode = req.url?.includes('strange') === true ? 400 : 404
      res.end('{}')
    })
    expect(await reads.lot('gone', {}, 'fr')).toBeUndefined()
    expect(await reads.lot('strange/../thing', {}, 'fr')).toBeUndefined()
    expect(await reads.demoAccounts('fr')).toEqual([])
  })

  it('a fault is told, and not remembered', async () => {
    let faults = 1
    const reads = await readsFrom((_, res) => {
      res.statusCode = faults-- > 0 ? 503 : 200
      res.setHeader('Content-Type', 'application/json').end('{"items":[]}')
    })
    await expect(reads.places('fr')).rejects.toThrow(ReadFailed)
    expect(await reads.places('fr')).toEqual([])
  })

  it('the page does not wait for a service that does not answer', async () => {
    const reads = await readsFrom(() => {
      // Never answers.
    })
    await expect(reads.session('ses_1', 'fr')).rejects.toThrow(ReadFailed)
  })
})
