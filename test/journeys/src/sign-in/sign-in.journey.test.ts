import type { SessionView } from '@filature/contracts/market/session'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { cardOf, stallOf } from '../market/stall.ts'
import { eventually, textOf } from '../stage/eventually.ts'
import type { House } from '../stage/house.ts'
import { type Journey, journeys } from '../stage/journeys.ts'
import type { Person } from '../stage/person.ts'

journeys('at the door', (journey) => {
  wrongAddress(journey)
  lostMeanwhile(journey)
  silentList(journey)
  oneAfterTheOther(journey)
})

function wrongAddress(journey: Journey) {
  journey('an address that is none is said beside the field, in the reader’s language, and the focus is there', async ({ seat }) => {
    for (const [locale, send, words] of [
      ['fr-FR', 'Recevoir mon lien', 'Vérifiez l’adresse'],
      ['en-GB', 'Get my link', 'Check the address'],
    ] as const) {
      const { page } = await seat(locale, { locale })
      await page.goto('/connexion')
      const field = page.getByRole('textbox')
      // Good enough for the browser, not for a mail.
      await field.fill('aude@filature')
      await page.getByRole('button', { name: send }).click()
      await eventually(() => field.getAttribute('aria-invalid'), locale).toBe('true')
      await eventually(() => field.evaluate((element) => element === document.activeElement), 'the focus is on the field').toBe(true)
      const complaint = (await field.getAttribute('aria-describedby'))?.split(' ').at(-1) ?? ''
      expect(await textOf(page.locator(`[id="${complaint}"]`))).toContain(words)
    }
  })
}

function lostMeanwhile(journey: Journey) {
  journey('what somebody took while one was at the door is told at the stall', async ({ house, seat }) => {
    const stall = await stallOf(house)
    const offer = await stall.leave('Persil plat', 1)
    const { page } = await seat('at the door', { device: 'phone' })
    await page.goto(stall.path)
    await cardOf(page, offer).add.click()
    await page.waitForURL('**/connexion?*')
    await eventually(() => page.getByText('sera dans votre panier').count(), 'what was asked for stays in sight').toBe(1)
    await stall.setLine(await house.person('Yann G.'), offer, 1)
    await enterAs(page, 'Capucine B.')
    await page.waitForURL(`**${stall.path}`)
    const told = page.getByRole('main').getByRole('alert')
    await eventually(() => textOf(told)).toContain('Pas dans votre panier : Persil plat.')
    await eventually(() => textOf(told)).toContain('Il n’en reste plus')
    await told.getByRole('button', { name: 'D’accord' }).click()
    await eventually(() => told.count()).toBe(0)
  })
}

function silentList(journey: Journey) {
  journey('what is read again after a sign-in keeps nobody at the door when it does not come', async ({ seat }) => {
    const { page } = await seat('in a hurry')
    await page.goto('/connexion')
    await page.getByRole('button', { name: /^Les \d+ comptes$/ }).waitFor()
    await page.route(/\/api\/identity\/v1\/demo-accounts/, () => undefined)
    await enterAs(page, 'Capucine B.')
    await eventually(() => new URL(page.url()).pathname).toBe('/moi')
    await eventually(() => textOf(page.getByRole('heading', { level: 1 }))).toBe('Bonjour Capucine')
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })
}

function oneAfterTheOther(journey: Journey) {
  journey(
    'out of reach nobody is signed out, and it says so; whoever comes next at the same window sees nothing of the one before',
    async ({ house, seat }) => {
      const before = await house.person('Faustine L.')
      const next = await house.person('Yann G.')
      for (const { api } of [before, next]) await api.done('POST', '/api/notify/v1/inbox/read-all')
      await house.settled()
      const { page, context } = await seat('shared', { person: before })
      await page.goto('/moi')
      // What is asked once has been answered, and the socket is open: from here on it is the live room that tells.
      await page.waitForLoadState('networkidle')
      const bell = page.getByRole('link', { name: /^Messages(, |$)/ })
      await eventually(() => bell.getAttribute('aria-label')).toBe('Messages')
      await confirmAnOrder(house, before)
      await eventually(() => bell.getAttribute('aria-label')).toBe('Messages, 1 non lu')

      await page.getByRole('contentinfo').getByRole('button', { name: 'Apparence' }).click()
      const leave = page.getByRole('button', { name: /^Se déconnecter/ })
      await leave.waitFor()
      await context.setOffline(true)
      await leave.click()
      await eventually(() => textOf(page.getByRole('dialog').getByRole('alert'))).toContain('votre session reste ouverte')
      await context.setOffline(false)
      await leave.click()
      await page.getByRole('link', { name: 'Connexion' }).click()
      await enterAs(page, 'Yann G.')
      await eventually(() => textOf(page.getByRole('heading', { level: 1 }))).toBe('Bonjour Yann')
      await eventually(() => bell.getAttribute('aria-label'), 'nothing of the one before').toBe('Messages')
    },
  )
}

/** By the demonstration's list of accounts. */
async function enterAs(page: Page, displayName: string): Promise<void> {
  await page.getByRole('button', { name: /^Les \d+ comptes$/ }).click()
  await page.getByRole('button', { name: new RegExp(`^${displayName.replace('.', '\\.')}`) }).click()
}

/** Which sends a message to the one who did. */
async function confirmAnOrder(house: House, person: Person): Promise<void> {
  const stall = await stallOf(house)
  await stall.setLine(person, await stall.offer('Carottes de garde'), 3_000)
  const { points, termsVersion } = await person.api.read<SessionView>(`/api/market/v1/sessions/${stall.sessionId}`)
  const point = points.find(({ slots }) => slots.some(({ free }) => free > 0))
  const slot = point?.slots.find(({ free }) => free > 0)
  await person.api.done('POST', `/api/market/v1/sessions/${stall.sessionId}/my-order/confirm`, {
    pointId: point?.id,
    slotId: slot?.id,
    termsVersion,
    payMode: 'pickup',
    bandBp: 10_000,
  })
}
