import type { OrderView } from '@filature/contracts/market/order'
import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { cardOf, stallOf } from '../market/stall.ts'
import { libraryOf } from '../materials/library.ts'
import { eventually, textOf } from '../stage/eventually.ts'
import { journeys } from '../stage/journeys.ts'

journeys('what one does is answered in sight, and the focus stays with it', (journey) => {
  journey('on the phone a refusal of the bar’s key is seen, though the quantity stands further down', async ({ house, seat }) => {
    const library = libraryOf(house)
    const lot = await library.leave('WC à poser avec réservoir', 2)
    const { page } = await seat('Yann', { device: 'phone', person: await house.person('Yann G.') })
    await page.goto(`/materiaux/${lot.code}`)
    const amount = page.getByRole('textbox', { name: /^Quantité/ })
    await amount.fill('40')
    await amount.press('Enter')
    const take = page.getByRole('region', { name: 'Réserver' }).getByRole('button')
    await page.evaluate(() => window.scrollTo(0, 0))
    await take.click()
    const refusal = page.getByRole('alert').filter({ hasText: 'Il n’en reste que 2' }).last()
    await refusal.waitFor()
    await eventually(() => inSight(refusal), 'the refusal is seen').toBe(true)
  })

  journey('a hold that cannot be kept longer leaves the focus at its acts', async ({ house, seat }) => {
    const library = libraryOf(house)
    const lot = await library.leave('WC à poser avec réservoir', 2)
    const person = await house.person('Yann G.')
    await library.hold(person, lot, 1)
    const { page } = await seat('Yann', { person })
    await page.goto(`/materiaux/${lot.code}`)
    const longer = page.getByRole('button', { name: /^Prolonger/ })
    await longer.focus()
    await longer.press('Enter')
    await eventually(() => longer.count()).toBe(0)
    const acts = page.getByRole('group', { name: /^1 pièce/ })
    expect(await acts.evaluate((group) => group === document.activeElement)).toBe(true)
  })

  journey('ordering without an hour asks for it in sight, and an hour that was chosen outlasts a reload', async ({ house, seat }) => {
    const stall = await stallOf(house)
    const person = await house.person('Doria Q.')
    await stall.setLine(person, await stall.offer('Poireaux'), 500)
    const { page } = await seat('Doria', { device: 'phone', person })
    await page.goto(`/moi/panier/valider?session=${stall.sessionId}`)
    const hours = page.getByRole('radiogroup', { name: /^Créneau/ }).getByRole('radio')
    const order = page.getByRole('region', { name: 'Total' }).getByRole('button')
    await order.click()
    const asked = page.getByRole('alert').filter({ hasText: 'Choisissez l’heure' })
    await eventually(() => inSight(asked), 'it says what is missing where one looks').toBe(true)
    expect(await hours.first().evaluate((hour) => hour === document.activeElement)).toBe(true)

    await hours.nth(1).check()
    await eventually(() => asked.count()).toBe(0)
    await page.reload()
    await eventually(() => hours.nth(1).isChecked()).toBe(true)

    // Half a kilo of leeks is less than the place takes orders for: it says how much is missing, and the way back to the stall.
    await order.click()
    const refusal = page.getByRole('alert').filter({ hasText: /Il manque .+ pour atteindre le minimum/ })
    await eventually(() => inSight(refusal)).toBe(true)
    await refusal.getByRole('link', { name: 'Retour au marché' }).click()
    await eventually(() => page.url()).toContain(stall.path)
  })

  journey(
    'an order that is cancelled hands the focus to its heading; a refusal stands in the dialog that asked',
    async ({ house, seat }) => {
      const person = await house.person('Gaspard O.')
      const { items } = await person.api.read<{ items: OrderView[] }>('/api/market/v1/my-orders/open')
      const order = items.find(({ state }) => state === 'confirmed')
      if (order === undefined) throw new Error('Gaspard has no order in the demonstration any more')
      const { page } = await seat('Gaspard', { person, device: 'phone' })
      await page.goto(`/moi/commandes/${order.id}`)
      await page.getByRole('button', { name: 'Annuler ma commande' }).click()
      const dialog = page.getByRole('dialog')
      const sure = dialog.getByRole('button', { name: 'Annuler ma commande' })
      await page.route('**/my-order/cancel', (route) => route.abort())
      await sure.click()
      await dialog.getByRole('alert').waitFor()
      expect(await inSight(dialog.getByRole('alert'))).toBe(true)
      await page.unrouteAll()
      await sure.click()
      await eventually(() => dialog.count()).toBe(0)
      const heading = page.getByRole('heading', { level: 1 })
      await eventually(() => textOf(heading)).toMatch(/annulée/)
      await eventually(() => heading.evaluate((title) => title === document.activeElement)).toBe(true)
      await eventually(() => page.title()).toMatch(/annulée/)
    },
  )

  journey('a basket whose time is over offers to take things back, not to confirm nothing', async ({ house, seat }) => {
    const stall = await stallOf(house)
    const carrots = await stall.offer('Carottes de garde')
    const person = await house.person('Kenza S.')
    await stall.setLine(person, carrots, 250)
    const { page } = await seat('Kenza', { person })
    await page.goto(stall.path)
    await cardOf(page, carrots).countdown.waitFor()
    const basket = page.getByRole('complementary', { name: 'Mon panier' })
    await basket.getByRole('link', { name: 'Valider ma commande' }).waitFor()
    await house.clock.shiftBy(21 * 60_000)
    await eventually(() => textOf(basket), 'the end is seen', 20_000).toMatch(/tout est libéré/)
    expect(await basket.getByRole('link', { name: 'Valider ma commande' }).count()).toBe(0)
    expect(await basket.getByRole('button', { name: /^Prolonger/ }).count()).toBe(0)
    await basket.getByRole('button', { name: /^Reprendre/ }).waitFor()
  })
})

const inSight = (thing: Locator) =>
  thing.evaluate((element) => {
    const { left, top, width, height } = element.getBoundingClientRect()
    const hit = document.elementFromPoint(left + width / 2, top + height / 2)
    return hit !== null && element.contains(hit)
  })
