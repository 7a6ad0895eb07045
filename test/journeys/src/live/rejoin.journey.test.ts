import { expect } from 'vitest'
import { cardOf, PRODUCER, stallOf } from '../market/stall.ts'
import { eventually, textOf } from '../stage/eventually.ts'
import { heardOn, listen } from '../stage/heard.ts'
import { journeys } from '../stage/journeys.ts'

/** In socket.io's wire format: an acknowledgement, which is what answers a join. */
const ANSWER = /^43/

journeys('back in reach', (journey) => {
  journey(
    '[journey 33] figures stay marked until the server has said what is, not only until the socket is open',
    async ({ house, seat }) => {
      const stall = await stallOf(house)
      const producer = await house.person(PRODUCER)
      const one = await seat('slow to be answered', { device: 'phone' })
      /** Answers to sockets that opened since; undefined: they pass. */
      let waiting: (() => void)[] | undefined
      let isBack = false
      await one.context.routeWebSocket(/\/api\/live\/v1\/socket/, (socket) => {
        const opensAnew = waiting !== undefined
        isBack ||= opensAnew
        const server = socket.connectToServer()
        server.onMessage((message) => {
          if (opensAnew && waiting !== undefined && ANSWER.test(String(message))) waiting.push(() => socket.send(message))
          else socket.send(message)
        })
        server.onClose(() => void socket.close())
      })
      const { page } = one
      await page.goto(stall.path)
      const offer = await stall.leave('Mâche', 9)
      const { stock } = cardOf(page, offer)
      await eventually(() => textOf(stock)).toContain('9')

      await listen(page)
      waiting = []
      house.cutConnections()
      await eventually(
        () => waiting?.length,
        'the socket is open again and its join answered, but the answer is on its way',
      ).toBeGreaterThan(0)
      expect(isBack).toBe(true)
      await eventually(() => page.locator('.stock.is-stale').count(), 'every figure is marked').toBeGreaterThan(100)
      const isFresh = async () => (await heardOn(page)).includes('Stocks à jour')
      expect(await isFresh()).toBe(false)

      await producer.api.done('POST', `/api/market/v1/offers/${offer.id}/adjust`, { allocatedB: offer.confirmedB + offer.heldB + 4 })
      const late = waiting
      waiting = undefined
      for (const answer of late) answer()
      await eventually(isFresh, 'the answer has come').toBe(true)
      await eventually(() => page.locator('.stock.is-stale').count()).toBe(0)
      await eventually(() => textOf(stock)).toContain('4')
    },
  )

  journey('out of reach, whatever is refused says why and that nothing has changed', async ({ house, seat }) => {
    const stall = await stallOf(house)
    const person = await house.person('William F.')
    await stall.setLine(person, await stall.offer('Potimarron'), 1)
    const { page, context } = await seat('out of reach', { person })
    const words = 'Pas de réseau. Votre panier n’a pas changé.'
    for (const path of [stall.path, `/moi/panier/valider?session=${stall.sessionId}`]) {
      await page.goto(path)
      await eventually(() => page.getByRole('button', { name: 'Prolonger tout de 20 min' }).count(), path).toBeGreaterThan(0)
      await context.setOffline(true)
      await page.getByRole('button', { name: 'Prolonger tout de 20 min' }).first().click()
      await eventually(() => textOf(page.getByRole('alert').first()), path).toBe(words)
      await context.setOffline(false)
    }
  })
})
