import type { OrderView, SessionOrder } from '@filature/contracts/market/order'
import { expect } from 'vitest'
import { PRODUCER, stallOf } from '../market/stall.ts'
import { eventually, textOf } from '../stage/eventually.ts'
import { type Journey, journeys } from '../stage/journeys.ts'

interface Refused {
  readonly code: string
}

/** A product and a lot whose names would run if anything took them for more than text. */
const SCRIPT = '<script>pwned=1</script><img src=x onerror="pwned=2">'

journeys('what belongs to others', (journey) => {
  othersOrders(journey)
  scriptsAsText(journey)
})

function othersOrders(journey: Journey) {
  journey(
    '[journey 42] another’s order is not found, another producer’s orders are forbidden, by the API and on screen',
    async ({ house, seat }) => {
      const stall = await stallOf(house)
      const owner = await house.person('Gaspard O.')
      const other = await house.person('William F.')
      const { items } = await owner.api.read<{ items: OrderView[] }>('/api/market/v1/my-orders/open')
      const order = items.find(({ state }) => state === 'confirmed')
      if (order === undefined) throw new Error('Gaspard has no order in the demonstration any more')

      const asked = await other.api.get<Refused>(`/api/market/v1/orders/${order.id}`)
      expect([asked.status, asked.body.code]).toEqual([404, 'not-found'])
      const madeUp = await other.api.get<Refused>('/api/market/v1/orders/ord_00000000000000000000000000')
      expect({ ...madeUp.body, traceId: '' }, 'an order that never was is refused in the same words').toEqual({
        ...asked.body,
        traceId: '',
      })
      expect((await house.visitor.get(`/api/market/v1/orders/${order.id}`)).status).toBe(401)

      const prying = await seat('William', { person: other })
      await prying.page.goto(`/moi/commandes/${order.id}`)
      await eventually(() => textOf(prying.page.getByRole('heading', { level: 1 }))).toBe('Rien à cette adresse')
      expect(await prying.page.getByRole('main').textContent()).not.toContain(order.lines[0]?.name)
      await eventually(() => prying.page.getByRole('main').getByRole('link').count(), 'there is a way on').toBeGreaterThan(0)
      const own = await seat('Gaspard', { person: owner, device: 'phone' })
      await own.page.goto(`/moi/commandes/${order.id}`)
      await eventually(() => textOf(own.page.getByRole('heading', { level: 1 })), 'the owner reads it').toBe('Ma commande')
      const visitor = await seat('nobody')
      await visitor.page.goto(`/moi/commandes/${order.id}`)
      await visitor.page.waitForURL('**/connexion?retour=*')

      // A producer's people read their own lines and nobody's name; others read nothing.
      const orders = `/api/market/v1/sessions/${stall.sessionId}/orders`
      const producer = await house.person(PRODUCER)
      const mine = await stall.offer('Potimarron')
      const theirs = await stall.offer('Navets')
      const read = await producer.api.read<{ items: SessionOrder[] }>(orders)
      expect(new Set(read.items.flatMap(({ lines }) => lines.map(({ producerId }) => producerId)))).toEqual(new Set([mine.producerId]))
      expect(new Set(read.items.map(({ memberName }) => memberName)), 'no names').toEqual(new Set([null]))
      for (const [who, path] of [
        [producer, `${orders}?producer=${theirs.producerId}`],
        [other, orders],
      ] as const) {
        const refused = await who.api.get<Refused>(path)
        expect([refused.status, refused.body.code], `${who.displayName} asks ${path}`).toEqual([403, 'forbidden'])
      }
      const adjusted = await producer.api.send<Refused>('POST', `/api/market/v1/offers/${theirs.id}/adjust`, { allocatedB: 1 })
      expect([adjusted.status, adjusted.body.code], 'nor changes another producer’s stock').toEqual([403, 'forbidden'])
    },
  )
}

function scriptsAsText(journey: Journey) {
  journey(
    '[journey 43] a script in a product’s or lot’s name stays text, and the content security policy has nothing to stop',
    async ({ house, seat }) => {
      const stall = await stallOf(house)
      const producer = await house.person(PRODUCER)
      const { producerId } = await stall.offer('Potimarron')
      const product = await producer.api.done<{ id: string }>('POST', '/api/market/v1/products', {
        producerId,
        name: SCRIPT,
        category: 'vegetables',
        kind: 'raw',
        variety: SCRIPT,
        origin: { country: 'FR', place: SCRIPT },
        description: SCRIPT,
        ingredients: SCRIPT,
        storage: 'dry',
        vat: [{ from: '2014-01-01', bp: 550 }],
        variants: [
          {
            id: 'var_1',
            name: SCRIPT,
            saleMode: 'unit',
            baseUnit: 'piece',
            displayUnit: 'botte',
            content: { qty: 500, unit: 'g' },
            stepB: 1,
            minB: 1,
            maxB: 20,
            priceC: 600,
          },
        ],
      })
      await producer.api.done('POST', `/api/market/v1/sessions/${stall.sessionId}/listings`, { productId: product.id, allocatedB: 5 })
      const offer = await stall.offer(SCRIPT)

      const buyer = await house.person('Kenza S.')
      const window = await seat('Kenza', { person: buyer })
      const { page } = window
      const pages = [stall.path, `${stall.path}/${offer.id}`]
      for (const path of pages) {
        await page.goto(path)
        await eventually(() => page.getByRole('heading', { name: SCRIPT, exact: true }).first().isVisible(), path).toBe(true)
      }
      await stall.setLine(buyer, offer, 2)
      for (const path of ['/moi/panier', `/moi/panier/valider?session=${stall.sessionId}`]) {
        await page.goto(path)
        await eventually(() => page.getByText(SCRIPT).first().isVisible(), path).toBe(true)
      }
      await page
        .getByRole('radiogroup', { name: /^Créneau/ })
        .getByRole('radio')
        .and(page.locator(':enabled'))
        .first()
        .check()
      await page.getByRole('button', { name: /^Commander/ }).click()
      await page.waitForURL('**/moi/commandes/ord_*')
      await eventually(() => page.getByText(SCRIPT).first().isVisible(), 'the order').toBe(true)

      const lot = await scriptedLot()
      await page.goto(`/materiaux/${lot}`)
      await eventually(() => page.getByRole('heading', { level: 1, name: SCRIPT }).isVisible(), 'the lot').toBe(true)
      expect(await page.evaluate(() => Reflect.get(globalThis, 'pwned') as unknown)).toBe(undefined)
      expect(await page.locator('img[src="x"]').count()).toBe(0)
      expect(window.faults, 'the policy had nothing to stop').toEqual([])

      // Without scripts the same pages are plain HTML of ours.
      const reader = await seat('without scripts', { javaScriptEnabled: false })
      for (const path of [...pages, `/materiaux/${lot}`]) {
        const response = await reader.page.goto(path)
        expect(response?.headers()['content-security-policy'], path).toMatch(/default-src 'self'/)
        expect(await response?.text(), path).not.toContain('<img src=x')
        expect(await reader.page.locator('img[src="x"]').count(), path).toBe(0)
      }

      // The watch is awake: what the policy does stop is seen.
      await page.evaluate(() => {
        const script = document.createElement('script')
        script.textContent = 'pwned = 3'
        document.body.append(script)
      })
      await eventually(() => window.faults.join(' ')).toContain('content security policy: script-src')
      expect(await page.evaluate(() => Reflect.get(globalThis, 'pwned') as unknown)).toBe(undefined)
      window.takeFaults()

      /** The stock-keeper renames a lot; answers its code. */
      async function scriptedLot(): Promise<string> {
        const keeper = await house.person('Gaspard O.')
        const { items } = await house.visitor.read<{ items: { lotId: string; code: string; depot: { name: string } }[] }>(
          '/api/materials/v1/lots/search?limit=100',
        )
        for (const { lotId, code } of items) {
          const { etag } = await house.visitor.get(`/api/materials/v1/lots/${lotId}`)
          const renamed = await keeper.api.send(
            'POST',
            `/api/materials/v1/lots/${lotId}/describe`,
            { designation: SCRIPT, note: SCRIPT, defects: SCRIPT },
            { 'If-Match': etag ?? '' },
          )
          if (renamed.status === 200) return code
        }
        throw new Error('Gaspard may rename no lot of the demonstration')
      }
    },
  )
}
