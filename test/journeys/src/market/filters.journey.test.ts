import type { OfferView } from '@filature/contracts/market/offer'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { eventually, plain, textOf } from '../stage/eventually.ts'
import { journeys } from '../stage/journeys.ts'
import { type Stall, stallOf } from './stall.ts'

journeys('filters of a market', (journey) => {
  journey(
    '[journey 10] no nuts: what contains them or may hold traces is gone and counted; the address says it to everybody',
    async ({ house, seat }) => {
      const stall = await stallOf(house)
      const offers = await offersOf(house.visitor, stall)
      const without = offers.filter(
        ({ allergens: { contains, traces, declared } }) => declared && ![...contains, ...traces].includes('nuts'),
      )
      expect(without.length, 'some are hidden, some stay').toBeGreaterThan(0)
      expect(without.length).toBeLessThan(offers.length)

      const { page } = await seat('who must not eat nuts', { device: 'phone' })
      await page.goto(stall.path)
      await eventually(() => shownIn(page)).toHaveLength(offers.length)
      await page.getByRole('button', { name: 'Allergènes' }).click()
      await page.getByRole('checkbox', { name: 'fruits à coque' }).check()
      await page.getByRole('button', { name: 'Fermer' }).click()
      await eventually(async () => (await shownIn(page)).toSorted()).toEqual(without.map(({ id }) => id).toSorted())
      await eventually(() => textOf(page.getByRole('search').getByRole('status'))).toContain(String(offers.length - without.length))
      await eventually(async () => new URL(page.url()).searchParams.get('allergenFree')).toBe('nuts')

      // One more, a look at a product, and back: the stall is as it was.
      await page.getByRole('button', { name: 'Bio', exact: true }).click()
      const organic = without.filter(({ labels }) => labels.includes('eu-organic')).map(({ id }) => id)
      await eventually(async () => (await shownIn(page)).toSorted()).toEqual(organic.toSorted())
      const address = page.url()
      await page.locator('[data-offer] h3 a').first().click()
      await eventually(() => page.getByRole('dialog').isVisible()).toBe(true)
      await page.goBack()
      await eventually(() => page.getByRole('dialog').isVisible()).toBe(false)
      expect(page.url()).toBe(address)
      await eventually(async () => (await shownIn(page)).toSorted()).toEqual(organic.toSorted())

      // Sent to somebody: the same for a browser with scripts and for one without.
      const friend = await seat('a friend')
      await friend.page.goto(address)
      await eventually(async () => (await shownIn(friend.page)).toSorted()).toEqual(organic.toSorted())
      await eventually(() => friend.page.getByRole('button', { name: 'Bio', exact: true }).getAttribute('aria-pressed')).toBe('true')
      const plainReader = await seat('without scripts', { javaScriptEnabled: false })
      await plainReader.page.goto(address)
      expect(await plainReader.page.locator('.product').count()).toBe(organic.length)
    },
  )

  journey('words typed into the search narrow the stall at once and stand in the address as they were typed', async ({ house, seat }) => {
    const stall = await stallOf(house)
    const { page } = await seat('looking for carrots')
    await page.goto(stall.path)
    await page.getByRole('button', { name: 'Chercher', exact: true }).click()
    const field = page.getByRole('searchbox', { name: 'Un produit, une variété, un producteur' })
    await field.pressSequentially('carottes de g')
    await eventually(async () => new URL(page.url()).searchParams.get('q')).toBe('carottes de g')
    expect(await field.inputValue()).toBe('carottes de g')
    await field.press('Enter')
    await eventually(async () => plain((await page.locator('[data-offer] h3').allTextContents()).join())).toBe('Carottes de garde')
    await page.reload()
    await eventually(async () => plain((await page.locator('[data-offer] h3').allTextContents()).join())).toBe('Carottes de garde')
  })
})

async function offersOf(visitor: { read<Body>(path: string): Promise<Body> }, stall: Stall): Promise<readonly OfferView[]> {
  return (await visitor.read<{ items: OfferView[] }>(`/api/market/v1/sessions/${stall.sessionId}/offers`)).items
}

/** Ids of the offers on screen. */
const shownIn = (page: Page): Promise<string[]> =>
  page.locator('[data-offer]').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-offer') ?? ''))
