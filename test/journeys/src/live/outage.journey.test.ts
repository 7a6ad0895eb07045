import { setTimeout as pause } from 'node:timers/promises'
import type { OfferView } from '@filature/contracts/market/offer'
import type { Page, WebSocketRoute } from 'playwright-core'
import { expect } from 'vitest'
import { cardOf, PRODUCER, type Stall, stallOf } from '../market/stall.ts'
import { eventually, plain, textOf } from '../stage/eventually.ts'
import { heardOn, listen } from '../stage/heard.ts'
import { journeys } from '../stage/journeys.ts'
import type { Person } from '../stage/person.ts'
import type { Seat } from '../stage/seat.ts'
import { seeded } from '../stage/seed.ts'

/** How long the network is away, and how often stock changes meanwhile, in milliseconds. */
const AWAY_MS = 60_000
const CHANGE_EVERY_MS = 500
/** How often a window without a socket reads the stock, in milliseconds. */
const READ_EVERY_MS = 20_000
/** The products whose stock goes up and down. */
const CHANGING = ['Mâche', 'Chou kale', 'Persil plat', 'Salade batavia', 'Courge butternut', 'Potimarron']

journeys('the socket is down', (journey) => {
  journey(
    '[journey 33] socket down 60 s under changes: stale after 3 s, then exactly what is; after a new start of the server all is read anew',
    async ({ house, seat }) => {
      const stall = await stallOf(house)
      const producer = await house.person(PRODUCER)
      const { seed, next } = seeded()
      const offline = await seat('out of reach', { device: 'phone' })
      const member = await house.person('Yann G.')
      const socketless = await seat('behind a proxy that cuts sockets', { person: member })
      let isCut = false
      const sockets: WebSocketRoute[] = []
      await socketless.context.routeWebSocket(/\/api\/live\/v1\/socket/, (socket) => {
        if (isCut) return void socket.close()
        sockets.push(socket)
        // What ended without a word has no code that could be passed on.
        socket.connectToServer().onClose(() => void socket.close())
      })
      const epochs = epochsOf(offline)
      await Promise.all([offline.page.goto(stall.path), socketless.page.goto(stall.path)])
      const first = await stall.offer('Mâche')
      for (const { page } of [offline, socketless])
        await eventually(() => textOf(cardOf(page, first).stock)).toContain(String(first.availableB))
      await eventually(() => epochs.length, 'the first join was answered').toBeGreaterThan(0)

      await offline.page.evaluate(noteWhenStale)
      await listen(offline.page)
      const beforeCut = Date.now()
      await offline.context.setOffline(true)
      isCut = true
      house.cutConnections()
      // One that was only just being opened is not among the house's connections yet.
      for (const socket of sockets) await socket.close()
      const afterCut = Date.now()
      const changes = changeStock(stall, producer, next, afterCut + AWAY_MS)

      const marked = offline.page.locator('.stock.is-stale')
      const heard = () => heardOn(offline.page)
      await eventually(heard, 'the screen says that its figures may be old').toContain('Stock de 10')
      await eventually(() => marked.count(), 'every figure is marked').toBeGreaterThan(100)
      const { staleAt, lateMs } = await offline.page.evaluate(() => Reflect.get(globalThis, 'stale') as Stale)
      const markedAt = staleAt - house.clock.aheadMs()
      expect(markedAt - beforeCut, 'milliseconds until the figures are marked').toBeGreaterThan(2_900)
      expect(markedAt - afterCut, `milliseconds until the figures are marked, by a window ${lateMs} ms late`).toBeLessThan(4_500 + lateMs)
      expect(await textOf(cardOf(offline.page, first).stock), 'the figure says when it was true').toMatch(/, vu à 10 h/)
      expect(await cardOf(offline.page, first).add.isEnabled(), 'buttons stay: the server decides').toBe(true)

      await changes
      expect(await marked.count(), 'still marked after many tries to connect').toBeGreaterThan(100)
      // Over plain HTTP the other window never was much behind, in what is its person's own either.
      const own = await stall.offer('Navets')
      await stall.setLine(member, own, own.minB)
      const now = await stockOf(stall)
      await eventually(
        () => shownOn(socketless.page, now),
        `read every 20 s without a socket, JOURNEY_SEED=${seed}`,
        READ_EVERY_MS,
      ).toEqual(expectedOf(now, 'seen'))
      await eventually(
        () => textOf(socketless.page.getByRole('complementary', { name: 'Mon panier' })),
        'the own basket, without a socket',
        READ_EVERY_MS,
      ).toContain(own.name)

      await offline.context.setOffline(false)
      await eventually(heard, 'back in reach').toContain('Stocks à jour')
      await eventually(() => marked.count()).toBe(0)
      await eventually(() => shownOn(offline.page, now), `exactly what is, JOURNEY_SEED=${seed}`).toEqual(expectedOf(now, 'live'))

      await offline.context.setOffline(true)
      await house.restart()
      await changeStock(stall, producer, next, Date.now() + 2_000)
      const after = await stockOf(stall)
      await offline.context.setOffline(false)
      await eventually(() => shownOn(offline.page, after), `exactly what is after a new start, JOURNEY_SEED=${seed}`).toEqual(
        expectedOf(after, 'live'),
      )
      await eventually(() => new Set(epochs).size, 'the gateway told of its new epoch').toBe(2)
    },
    { timeoutMs: 300_000 },
  )
})

/** The producer sets stocks at random until `until`; always at least one change after the last look. */
async function changeStock(stall: Stall, producer: Person, next: () => number, until: number): Promise<void> {
  const offers = await Promise.all(CHANGING.map((name) => stall.offer(name)))
  do {
    const offer = offers[Math.floor(next() * offers.length)]
    if (offer !== undefined) {
      const allocatedB = offer.confirmedB + offer.heldB + Math.floor(next() * 12)
      await producer.api.done('POST', `/api/market/v1/offers/${offer.id}/adjust`, { allocatedB })
    }
    await pause(CHANGE_EVERY_MS)
  } while (Date.now() < until)
}

const stockOf = (stall: Stall): Promise<OfferView[]> => Promise.all(CHANGING.map((name) => stall.offer(name)))

const shownOn = (page: Page, offers: readonly OfferView[]): Promise<string[]> =>
  Promise.all(offers.map((offer) => textOf(cardOf(page, offer).stock)))

/** What a card says of its stock; `seen`: with the time it was true. */
function expectedOf(offers: readonly OfferView[], how: 'live' | 'seen') {
  return offers.map(({ availableB, displayUnit }) => {
    if (how === 'seen') return expect.stringMatching(new RegExp(`^${availableB} ${stem(displayUnit)}.*, vu à `))
    if (availableB === 0) return 'Épuisé'
    if (availableB === 1) return expect.stringMatching(new RegExp(`^Derni(er|ère) ${plain(displayUnit)}$`))
    return expect.stringMatching(new RegExp(`^${availableB <= 5 ? 'Plus que ' : ''}${availableB} ${stem(displayUnit)}`))
  })
}

const stem = (unit: string) => (unit === 'piece' ? 'pièce' : unit)

interface Stale {
  /** When the first figure was marked, by the page's clock. */
  staleAt: number
  /** By how much the page's own timers ran late until then, the worst of them: as much later it may have been. */
  lateMs: number
}

/** Runs in the page. */
function noteWhenStale() {
  const every = 50
  const stale: Stale = { staleAt: 0, lateMs: 0 }
  Reflect.set(globalThis, 'stale', stale)
  let last = performance.now()
  const ticks = setInterval(() => {
    const now = performance.now()
    stale.lateMs = Math.max(stale.lateMs, Math.round(now - last - every))
    last = now
  }, every)
  new MutationObserver((_, observer) => {
    if (document.querySelector('.stock.is-stale') === null) return
    stale.staleAt = Date.now()
    clearInterval(ticks)
    observer.disconnect()
  }).observe(document.body, { subtree: true, childList: true })
}

/** Every epoch that the gateway told this window, in order. */
function epochsOf({ page }: Seat): string[] {
  const epochs: string[] = []
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => {
      const found = /"epoch":"([^"]+)"/.exec(String(payload))
      if (found?.[1] !== undefined) epochs.push(found[1])
    })
  })
  return epochs
}
