import type { OrderView } from '@filature/contracts/market/order'
import { instantFromMs, MINUTE, SECOND } from '@filature/kernel/instant'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { eventually, plain, textOf } from '../stage/eventually.ts'
import { type Journey, journeys } from '../stage/journeys.ts'
import { cardOf, stallOf } from './stall.ts'

journeys('holds', (journey) => {
  holdEnds(journey)
  extending(journey)
  lastSecond(journey)
})

function holdEnds(journey: Journey) {
  journey('[journey 3] a hold ends on screen: told at 3 minutes and at 1, then “Libéré”, and B can take it', async ({ house, seat }) => {
    const stall = await stallOf(house)
    const offer = await stall.leave('Persil plat', 1)
    const a = await seat('A', { person: await house.person('William F.') })
    const b = await seat('B', { person: await house.person('Yann G.'), device: 'phone' })
    await Promise.all([a.page.goto(stall.path), b.page.goto(stall.path)])
    const mine = cardOf(a.page, offer)
    const theirs = cardOf(b.page, offer)
    await mine.add.click()
    await eventually(() => textOf(mine.countdown)).toMatch(/^(20:00|19:\d\d)$/)
    await eventually(() => textOf(theirs.stock)).toBe('Épuisé')
    await eventually(() => theirs.shut.isVisible()).toBe(true)
    const { endsAt } = await holdOf(a.page, offer.id)

    const told = async () => plain((await a.page.getByRole('status').allTextContents()).join(' '))
    await house.clock.stopAt(instantFromMs(endsAt - 3 * MINUTE + 5 * SECOND))
    await eventually(() => textOf(mine.countdown)).toMatch(/^2:5\d$/)
    await eventually(told).toContain('Persil plat : encore 3 minutes')
    await eventually(() => textOf(mine.card.locator('.countdown.is-soon'))).toContain('Bientôt libéré')

    await house.clock.stopAt(instantFromMs(endsAt - 1 * MINUTE + 2 * SECOND))
    await eventually(told).toContain('Persil plat : dernière minute')
    await eventually(() => textOf(mine.card.locator('.countdown.is-last'))).toContain('Dernière minute')

    await house.clock.stopAt(instantFromMs(endsAt))
    await house.clock.resume()
    const line = a.page.getByRole('complementary', { name: 'Mon panier' }).getByRole('listitem').filter({ hasText: 'Persil plat' })
    for (const shown of [line, mine.card]) await eventually(() => textOf(shown.locator('.countdown.is-over'))).toContain('Libéré')
    await eventually(told).toContain('Persil plat : libéré')
    await eventually(async () => (await stall.myOrder(await house.person('William F.'))).lines.map(({ claim }) => claim)).toEqual([
      'released',
    ])
    await eventually(() => line.getByRole('button', { name: 'Reprendre Persil plat' }).isVisible(), 'the line can be taken back').toBe(true)

    await eventually(() => theirs.add.isEnabled()).toBe(true)
    await theirs.add.click()
    await eventually(() => theirs.amount.inputValue()).toBe('1')
    await eventually(async () => (await stall.offer(offer.name)).availableB, 'it is B’s for the server, too').toBe(0)
  })
}

function extending(journey: Journey) {
  journey('[journey 4] extending thrice: the third is refused and says why', async ({ house, seat }) => {
    const stall = await stallOf(house)
    const offer = await stall.offer('Salade batavia')
    const person = await house.person('Capucine B.')
    const { page } = await seat('A', { person })
    await page.goto(stall.path)
    await cardOf(page, offer).add.click()
    const basket = page.getByRole('complementary', { name: 'Mon panier' })
    const extend = basket.getByRole('button', { name: /^Prolonger tout/ })
    const left = basket.getByRole('timer')
    await eventually(() => textOf(left)).toMatch(/^(20:00|1\d:\d\d)$/)
    for (const [time, minutes] of [
      ['first', 20],
      ['second', 20],
    ] as const) {
      const before = endOf(await stall.myOrder(person))
      await extend.click()
      await eventually(async () => endOf(await stall.myOrder(person)) - before, `${time} extension`).toBe(minutes * MINUTE)
    }
    await eventually(() => textOf(left)).toMatch(/^(5\d|60):\d\d$|^1\s?h/)
    await extend.click()
    await eventually(() => textOf(basket.getByRole('alert'))).toContain('Vous avez déjà prolongé 2 fois.')
    expect((await stall.myOrder(person)).lines, 'the line is still kept').toMatchObject([{ claim: 'held' }])
    await stall.setLine(person, offer, 0)
  })
}

function lastSecond(journey: Journey) {
  journey(
    '[journey 5] confirming with a second left goes through; without one, the lost line is named and the rest is kept',
    async ({ house, seat }) => {
      const stall = await stallOf(house)
      const offer = await stall.leave('Potimarron', 1)
      const other = await stall.offer('Pommes de terre chair ferme')

      const inTime = await house.person('Faustine L.')
      const one = await seat('in time', { person: inTime })
      await stall.setLine(inTime, offer, 1)
      await stall.setLine(inTime, other, 2)
      await house.clock.stopAt(instantFromMs(endOf(await stall.myOrder(inTime)) - 900))
      await one.page.goto(checkoutOf(stall.sessionId))
      await eventually(() => textOf(one.page.locator('.held').getByRole('timer'))).toBe('0:01')
      await chooseSlot(one.page)
      await order(one.page)
      await one.page.waitForURL('**/moi/commandes/ord_*')
      await eventually(() => textOf(one.page.getByRole('heading', { level: 1 }))).toBe('Ma commande')
      await house.clock.resume()
      await eventually(async () => (await stall.myOrder(inTime)).state).toBe('confirmed')

      // Another one, a moment too late: what ended was taken by somebody else meanwhile.
      const again = await stall.leave('Potimarron', 1)
      const late = await house.person('Basile N.')
      const two = await seat('too late', { person: late })
      await stall.setLine(late, again, 1)
      await house.clock.shiftBy(2 * MINUTE)
      await stall.setLine(late, other, 2)
      await two.page.goto(checkoutOf(stall.sessionId))
      await chooseSlot(two.page)
      await house.clock.stopAt(instantFromMs(endOf(await stall.myOrder(late))))
      await eventually(async () => (await stall.offer('Potimarron')).availableB).toBe(1)
      await stall.setLine(await house.person('Kenza S.'), again, 1)
      await order(two.page)
      const refusal = two.page.getByRole('alert')
      await eventually(() => textOf(refusal)).toContain('C’est parti : Potimarron.')
      expect(await textOf(refusal)).toContain('Tout le reste est intact.')
      const isInSight = () =>
        refusal.evaluate((label) => label.getBoundingClientRect().top >= 0 && label.getBoundingClientRect().bottom <= innerHeight)
      await eventually(isInSight, 'what stopped the order is in sight, wherever the button was').toBe(true)
      await house.clock.resume()
      const kept = await stall.myOrder(late)
      expect(kept.state).toBe('basket')
      expect(kept.lines.find(({ offerId }) => offerId === other.id)).toMatchObject({ claim: 'held', qtyB: 2 })

      // The way out: go on without it.
      await refusal.getByRole('button', { name: 'Continuer sans Potimarron' }).click()
      await order(two.page)
      await two.page.waitForURL('**/moi/commandes/ord_*')
      await eventually(async () => (await stall.myOrder(late)).lines.map(({ name }: OrderView['lines'][number]) => name)).toEqual([
        'Pommes de terre chair ferme',
      ])
    },
  )
}

/** When what this card holds ends, in epoch milliseconds. */
async function holdOf(page: Page, offerId: string): Promise<{ endsAt: number }> {
  const at = await page.locator(`[data-offer="${offerId}"] time`).getAttribute('datetime')
  return { endsAt: Date.parse(at ?? '') }
}

const checkoutOf = (sessionId: string) => `/moi/panier/valider?session=${sessionId}`

/** When the first of the holds ends, in epoch milliseconds. */
const endOf = ({ expiresAt }: OrderView) => Date.parse(expiresAt ?? '')

const chooseSlot = (page: Page) =>
  page
    .getByRole('radiogroup', { name: /^Créneau/ })
    .getByRole('radio')
    .and(page.locator(':enabled'))
    .first()
    .check()

const order = (page: Page) =>
  page
    .getByRole('button', { name: /^Commander/ })
    .and(page.locator(':visible'))
    .click()
