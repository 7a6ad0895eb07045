import type { OfferView } from '@filature/contracts/market/offer'
import { expect } from 'vitest'
import { cardOf, stallOf } from '../market/stall.ts'
import { eventually, textOf } from '../stage/eventually.ts'
import { journeys } from '../stage/journeys.ts'

/** In socket.io's wire format: the answer to a join, and a digest. */
const ANSWER = /^(43\d*)(\[.*\])$/
const DIGEST = /^42\["digest"/

interface Answer {
  readonly snapshot: readonly { readonly full: boolean; readonly digest: string; readonly states: readonly { readonly id: string }[] }[]
}

journeys('away for a while', (journey) => {
  journey('what the room has no more when one comes back is gone from the stall, and the rest is as it was', async ({ house, seat }) => {
    const stall = await stallOf(house)
    const [kept, lost] = [await stall.offer('Navets'), await stall.offer('Mâche')]
    const { page, context } = await seat('away', { device: 'phone' })
    let isGone = false
    let asked = 0
    await context.routeWebSocket(/\/api\/live\/v1\/socket/, (socket) => {
      const server = socket.connectToServer()
      server.onMessage((message) => {
        const text = String(message)
        const [, head, body] = ANSWER.exec(text) ?? []
        if (!isGone) socket.send(message)
        else if (head !== undefined && body !== undefined) socket.send(head + withoutOffer(body, lost.id))
        else if (!DIGEST.test(text)) socket.send(message)
      })
      server.onClose(() => void socket.close())
    })
    await context.route(`**/sessions/${stall.sessionId}/offers`, async (route) => {
      asked += 1
      const response = await route.fetch()
      // The contract of this address.
      const body = (await response.json()) as { items: OfferView[] }
      await route.fulfill({ response, json: isGone ? { ...body, items: body.items.filter(({ id }) => id !== lost.id) } : body })
    })
    await page.goto(stall.path)
    await stall.leave('Mâche', 9)
    await eventually(() => textOf(cardOf(page, lost).stock), 'the room has told what is in it').toContain('9')
    const before = await textOf(cardOf(page, kept).stock)

    isGone = true
    house.cutConnections()
    await eventually(() => cardOf(page, lost).card.count(), 'it is gone').toBe(0)
    expect(asked, 'because the list was read again').toBeGreaterThan(0)
    await eventually(() => textOf(cardOf(page, kept).stock)).toBe(before)
  })
})

/** The same answer from a gateway in whose room the offer is not; its digest is another one then. */
function withoutOffer(body: string, id: string): string {
  // The contract of the acknowledgement.
  const [answer] = JSON.parse(body) as [Answer]
  const snapshot = answer.snapshot?.map((room) => ({
    ...room,
    digest: '0'.repeat(16),
    states: room.states.filter((state) => state.id !== id),
  }))
  return JSON.stringify([{ ...answer, ...(snapshot !== undefined && { snapshot }) }])
}
