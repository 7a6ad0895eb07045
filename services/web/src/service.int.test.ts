import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { OfferView } from '@filature/contracts/market/offer'
import type { SessionView } from '@filature/contracts/market/session'
import { manualClock } from '@filature/kernel/clock'
import { parseInstant } from '@filature/kernel/instant'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ReadFailed, type Reads } from './reads.ts'
import { buildWeb } from './service.ts'

const SESSION = 'ses_1'
const session = {
  id: SESSION,
  hubName: 'La Filature du Clain',
  pickupDate: '2026-12-02',
  opensAt: '2026-11-25T19:00:00.000Z',
  closesAt: '2026-12-01T11:00:00.000Z',
  firstPickupAt: '2026-12-02T16:00:00.000Z',
  lastPickupAt: '2026-12-02T18:30:00.000Z',
  state: 'open',
  serverTime: '2026-11-27T13:00:00.000Z',
  policy: { holdMin: 20 },
  points: [{ id: 'pkp_1', name: 'Halle', address: '3 quai des Bobines', town: 'Ligugé', lat: 46.5, lon: 0.3 }],
} as unknown as SessionView // only what the page reads

const offer = (name: string, more: Partial<OfferView> = {}) =>
  ({
    id: 'off_1',
    sessionId: SESSION,
    name,
    variety: 'Boléro',
    origin: { country: 'FR', place: 'Iteuil (86)' },
    variantName: '',
    category: 'vegetables',
    image: 'bief-carottes-de-garde',
    producerName: 'Les Jardins du Bief',
    priceC: 320,
    pricePer: 'kg',
    unitPriceC: null,
    unitPricePer: null,
    lowG: null,
    highG: null,
    estC: null,
    minB: 250,
    availableB: 12_500,
    baseUnit: 'g',
    displayUnit: 'kg',
    allergens: { contains: [], traces: [], declared: true },
    ...more,
  }) as unknown as OfferView // only what the page reads

const away = () => Promise.reject(new ReadFailed('away'))
const none: Reads = {
  demoAccounts: async () => [],
  places: async () => [],
  place: async () => undefined,
  sessions: async () => [],
  session: async () => undefined,
  offers: async () => undefined,
  search: away,
  lot: async () => undefined,
}

let dist: string
const servers: Server[] = []

beforeAll(() => {
  dist = mkdtempSync(join(tmpdir(), 'filature-web-'))
  mkdirSync(join(dist, '.vite'))
  mkdirSync(join(dist, 'assets'))
  writeFileSync(
    join(dist, 'index.html'),
    '<!doctype html><html lang="fr"><head><title>Filature</title><!--head--></head><body><div id="root"><!--fragment--></div><!--data--></body></html>',
  )
  writeFileSync(
    join(dist, '.vite/manifest.json'),
    JSON.stringify({
      'index.html': { file: 'assets/index-1.js' },
      'src/app/screens/market/session-page.tsx': { file: 'assets/session-1.js', imports: ['index.html'] },
    }),
  )
  writeFileSync(join(dist, 'assets/index-1.js'), 'console.log(1)')
  writeFileSync(join(dist, 'assets/index-1.js.gz'), gzipSync('console.log(1)'))
  writeFileSync(join(tmpdir(), 'filature-outside.txt'), 'outside')
})

afterAll(() => {
  for (const server of servers) server.close()
  rmSync(dist, { recursive: true })
  rmSync(join(tmpdir(), 'filature-outside.txt'))
})

const errors: string[] = []

async function open(reads: Partial<Reads>): Promise<string> {
  const web = buildWeb({
    reads: { ...none, ...reads },
    clock: manualClock(parseInstant('2026-11-27T13:00:00.000Z')),
    settings: {},
    onError: (_, where) => errors.push(where),
    distDir: dist,
  })
  const server = createServer(express().use(web.router))
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const market: Partial<Reads> = {
  session: async (id) => (id === SESSION ? session : undefined),
  offers: async () => ({
    serverTime: session.serverTime,
    items: [offer('Carottes de garde'), offer('Mâche', { id: 'off_2', availableB: 0 })],
  }),
}

describe('public pages before any script', () => {
  it('[journey 40] a session shows times, products, prices and what is left', async () => {
    const page = await (await fetch(`${await open(market)}/marche/${SESSION}`)).text()
    for (const words of [
      'Le marché du 2',
      'mar. 1',
      'midi',
      'Carottes de garde',
      '3,20',
      'le kg',
      '12,5',
      'Épuisé',
      '3 quai des Bobines',
    ]) {
      expect(page).toContain(words)
    }
    expect(page).toMatch(/<h1>[^<]*marché/)
  })

  it('brings the first answers as data, under the keys that the screens ask by', async () => {
    const page = await (await fetch(`${await open(market)}/marche/${SESSION}`)).text()
    const data = /<script type="application\/json" id="first-data">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '[]'
    expect(JSON.parse(data).slice(2)).toMatchObject([
      [['session', SESSION], { id: SESSION }],
      [
        ['offers', SESSION],
        [{ name: 'Carottes de garde' }, { name: 'Mâche' }],
      ],
    ])
  })

  it('tells machines what is sold, where and when', async () => {
    const page = await (await fetch(`${await open(market)}/marche/${SESSION}`)).text()
    const linked = JSON.parse(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '{}')
    expect(linked).toMatchObject({ '@type': 'SaleEvent', offers: [{ price: '3.20', availability: 'https://schema.org/InStock' }, {}] })
    expect(page).toContain('<meta property="og:title" content="Le marché du 2')
  })

  it('fetches the code of the screen together with the page', async () => {
    const page = await (await fetch(`${await open(market)}/marche/${SESSION}`)).text()
    expect(page).toContain('<link rel="modulepreload" crossorigin href="/assets/session-1.js">')
    expect(page).not.toContain('modulepreload" crossorigin href="/assets/index-1.js"')
  })

  it('[journey 43] a script in the name of a product stays text', async () => {
    const name = '</script><script>alert(1)</script>'
    const page = await (
      await fetch(
        `${await open({ ...market, offers: async () => ({ serverTime: session.serverTime, items: [offer(name)] }) })}/marche/${SESSION}`,
      )
    ).text()
    expect(page).not.toContain('<script>alert')
    expect(page).toContain('&lt;script&gt;alert(1)')
  })

  it('what does not exist is not found, in words', async () => {
    const base = await open({})
    for (const path of ['/marche/ses_none', '/materiaux/NONE', '/lieux/nowhere', '/no/such/page', '/%E0%A4%A']) {
      const response = await fetch(base + path)
      expect([path, response.status]).toEqual([path, 404])
      expect(await response.text()).toContain('Rien à cette adresse')
    }
  })

  it('the application still comes when a service is away', async () => {
    errors.length = 0
    const response = await fetch(`${await open({ session: away, offers: away })}/marche/${SESSION}`)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('<div id="root"></div>')
    expect(errors).toEqual(['page /marche/:session'])
  })

  it('speaks the language that was chosen, else the one of the browser, else French', async () => {
    const base = await open({})
    const langOf = async (headers: Record<string, string>) => /<html lang="(\w+)"/.exec(await (await fetch(base, { headers })).text())?.[1]
    expect(await langOf({ 'Accept-Language': 'en-GB,en;q=0.9' })).toBe('en')
    expect(await langOf({ 'Accept-Language': 'en', Cookie: 'locale=fr' })).toBe('fr')
    expect(await langOf({ 'Accept-Language': 'de' })).toBe('fr')
  })

  it('has the ground of the chosen theme, and none but known ones', async () => {
    const base = await open({})
    expect(await (await fetch(base, { headers: { Cookie: 'theme=dark' } })).text()).toContain('data-theme="dark"')
    expect(await (await fetch(base, { headers: { Cookie: 'theme="><script>' } })).text()).not.toContain('data-theme')
  })

  it('allows no inline script or style and no foreign origin', async () => {
    const response = await fetch(await open({}))
    const policy = response.headers.get('Content-Security-Policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    expect(await response.text()).not.toMatch(/ style="|<script(?![^>]*type="application)(?![^>]*src=)/)
  })
})

describe('files', () => {
  it('hashed ones are kept for ever and come compressed', async () => {
    const response = await fetch(`${await open({})}/assets/index-1.js`, { headers: { 'Accept-Encoding': 'gzip' } })
    expect(response.headers.get('Cache-Control')).toContain('immutable')
    expect(response.headers.get('Content-Encoding')).toBe('gzip')
    expect(response.headers.get('Content-Type')).toContain('text/javascript')
    expect(await response.text()).toBe('console.log(1)')
  })

  it('one that is missing is no page', async () => {
    const response = await fetch(`${await open({})}/assets/gone.js`)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain('id="root"')
  })

  it('none lies outside the build', async () => {
    const base = await open({})
    for (const path of ['/..%2ffilature-outside.txt', '/assets/..%2f..%2ffilature-outside.txt', '/%2e%2e/filature-outside.txt']) {
      expect(await (await fetch(base + path)).text()).not.toBe('outside')
    }
  })
})
