import type { OrderView } from '@filature/contracts/market/order'
import { DEMO_PASSWORD } from '@filature/demo/accounts'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { stallOf } from '../market/stall.ts'
import { eventually, textOf } from '../stage/eventually.ts'
import { type Journey, journeys } from '../stage/journeys.ts'
import { type Focus, named, tab, tabTo } from './keyboard.ts'

journeys('hands on the keyboard', (journey) => {
  signInAndOrder(journey)
  otherLanguage(journey)
})

const WANTED = ['Pain de seigle', 'Chabichou du Poitou', 'Miel de forêt']

function signInAndOrder(journey: Journey) {
  journey(
    '[journey 6] with the keyboard only: sign in, three lines, order; the focus follows the reading, is always seen and never trapped',
    async ({ house, seat }) => {
      const stall = await stallOf(house)
      const { page } = await seat('keyboard')
      const stops: Focus[] = []
      const to = async (isIt: (focus: Focus) => boolean) => stops.push(...(await tabTo(page, isIt)))
      const here = (path: RegExp) => eventually(() => new URL(page.url()).pathname).toMatch(path)
      /** After a change of page the heading has the focus: reading goes on from there. */
      const atHeading = () =>
        eventually(() => page.evaluate(() => document.activeElement?.tagName), `the heading of ${page.url()} has the focus`).toBe('H1')

      await page.goto('/')
      await page.locator('p[aria-live="assertive"]').waitFor({ state: 'attached' })
      expect((await tab(page))?.name, 'first of all, a way past the bars').toBe('Aller au contenu')
      await to(named('a', 'Connexion'))
      await page.keyboard.press('Enter')
      await here(/^\/connexion$/)
      await atHeading()
      await to(named('button', 'Avec un mot de passe'))
      await page.keyboard.press('Enter')
      await page.locator('input[type=password]').waitFor()
      await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('type')), 'what is to be written first').toBe('email')
      await page.keyboard.type('william.flannel@example.org')
      await to(({ type }) => type === 'password')
      await page.keyboard.type(DEMO_PASSWORD)
      await page.keyboard.press('Enter')
      await here(/^\/moi$/)
      await atHeading()

      await page.keyboard.press('Control+Home')
      await to(named('a', 'Marché'))
      await page.keyboard.press('Enter')
      await here(/^\/marche\/ses_/)
      await atHeading()
      for (const name of WANTED) {
        await to(named('button', `Ajouter ${name}`))
        await page.keyboard.press('Enter')
        await eventually(() => page.getByRole('textbox', { name: `Quantité, ${name}` }).count(), `${name} is kept`).toBeGreaterThan(0)
      }
      // One product whole, in a dialog that keeps the focus while it is open and gives it back.
      await to(({ tag, name }) => tag === 'a' && name.startsWith('Miel de printemps'))
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor()
      for (let key = 0; key < 4; key += 1) {
        await page.keyboard.press('Tab')
        const inside = () =>
          page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null)
        expect(await inside(), 'the dialog keeps the focus').toBe(true)
      }
      await page.keyboard.press('Escape')
      await eventually(() => page.evaluate(() => document.activeElement?.textContent), 'the focus is back').toContain('Miel de printemps')

      await to(named('a', 'Valider ma commande'))
      await page.keyboard.press('Enter')
      await here(/^\/moi\/panier\/valider$/)
      await atHeading()
      await to(({ type, name }) => type === 'radio' && /\d h/.test(name))
      await page.keyboard.press('ArrowDown')
      await eventually(() =>
        page
          .getByRole('radiogroup', { name: /^Créneau/ })
          .getByRole('radio', { checked: true })
          .count(),
      ).toBe(1)
      await to(named('button', /^Commander, environ|^Commander, \d/))
      await page.keyboard.press('Enter')
      await here(/^\/moi\/commandes\/ord_/)
      await atHeading()
      const william = await house.person('William F.')
      await eventually(async () => {
        const { items } = await william.api.read<{ items: OrderView[] }>('/api/market/v1/my-orders/open')
        const order = items.find(({ sessionId }) => sessionId === stall.sessionId)
        return { state: order?.state, names: order?.lines.map(({ name }) => name).toSorted() }
      }).toEqual({ state: 'confirmed', names: WANTED.toSorted() })

      expect(
        stops.filter(({ follows }) => !follows).map(({ name }) => name),
        'stops out of reading order',
      ).toEqual([])
      expect(
        stops.filter(({ seen }) => !seen).map(({ name, tag }) => `${tag} ${name}`),
        'stops that cannot be seen',
      ).toEqual([])
      await leavesTheEnd(page)
    },
    { timeoutMs: 240_000 },
  )
}

/** Nothing holds the focus: Tab goes from the first element to the last and out of the page. */
async function leavesTheEnd(page: Page) {
  for (let key = 0; key < 100; key += 1) if ((await tab(page)) === undefined) return
  expect.fail('the focus does not leave the page after a hundred Tabs')
}

function otherLanguage(journey: Journey) {
  journey(
    '[journey 35] switching the language in a half-filled form keeps what was written, the place and the focus',
    async ({ house, seat }) => {
      const stall = await stallOf(house)

      const visitor = await seat('at sign-in', { device: 'phone' })
      await visitor.page.goto('/connexion')
      await visitor.page.getByRole('button', { name: 'Avec un mot de passe' }).click()
      const email = visitor.page.locator('input[type=email]')
      const password = visitor.page.locator('input[type=password]')
      await email.fill('yann.gabardine@example.org')
      await password.fill('half a pass')
      await switchTo(visitor.page, 'English', 'Français')
      await eventually(() => visitor.page.getByRole('button', { name: /password|link/i }).count(), 'the words are English').toBeGreaterThan(
        0,
      )
      expect([await email.inputValue(), await password.inputValue()]).toEqual(['yann.gabardine@example.org', 'half a pass'])
      await switchTo(visitor.page, 'Français', 'English')
      expect([await email.inputValue(), await password.inputValue()]).toEqual(['yann.gabardine@example.org', 'half a pass'])

      const yann = await house.person('Yann G.')
      await stall.setLine(yann, await stall.offer('Carottes de garde'), 2_000)
      const member = await seat('at the checkout', { person: yann })
      const { page } = member
      await page.goto(`/moi/panier/valider?session=${stall.sessionId}`)
      const slot = page.locator('input[name=slot]:enabled').nth(1)
      await slot.check()
      const url = page.url()
      await switchTo(page, 'English', 'Français')
      expect(await slot.isChecked(), 'the slot is still chosen').toBe(true)
      expect(page.url()).toBe(url)
      await eventually(() => textOf(page.getByRole('heading', { level: 1 }))).toBe('Confirm my order')
      await eventually(() => page.getByText(/[Vv]alider|[Cc]réneau|Paiement/).count(), 'no French is left').toBe(0)
      // The next page comes in the same language, from the server already.
      await page.reload()
      expect(await page.locator('html').getAttribute('lang')).toBe('en')
    },
  )
}

/** The key says the other language's name in that language; the focus stays on it. */
async function switchTo(page: Page, name: string, next: string) {
  const key = page.getByRole('button', { name, exact: true }).and(page.locator(':visible')).first()
  await key.focus()
  await page.keyboard.press('Enter')
  await eventually(() => page.evaluate(() => document.activeElement?.textContent?.trim()), 'the focus is where it was').toBe(next)
}
