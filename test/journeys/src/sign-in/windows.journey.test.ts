import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { stallOf } from '../market/stall.ts'
import { eventually, textOf } from '../stage/eventually.ts'
import { journeys } from '../stage/journeys.ts'

/** What a window asks the live gateway for, in socket.io's wire format. */
const JOIN = /^42\d*\["join",(.*)\]$/

journeys('two windows of one browser', (journey) => {
  journey(
    'who signs out in one window is out in the other, and whoever comes next is in both with nothing of the one before',
    async ({ house, seat }) => {
      const stall = await stallOf(house)
      const [before, next] = [await house.person('Faustine L.'), await house.person('Yann G.')]
      // As many steps each: their baskets have the same version, and the same address.
      await stall.setLine(before, await stall.offer('Carottes de garde'), 500)
      await stall.setLine(next, await stall.offer('Navets'), 500)
      expect((await stall.myOrder(before)).version, 'the same version').toBe((await stall.myOrder(next)).version)

      const { page: one, context } = await seat('one of two windows', { person: before })
      const other = await context.newPage()
      const joined = roomsJoined(other)
      await one.goto('/moi')
      await other.goto(stall.path)
      await eventually(() => textOf(basketOn(other))).toContain('Carottes de garde')
      await eventually(() => joined.flat(), 'the own room is watched').toContain('me')
      const sockets = joined.length

      await one.getByRole('contentinfo').getByRole('button', { name: 'Apparence' }).click()
      await one.getByRole('button', { name: /^Se déconnecter/ }).click()
      const door = other.getByRole('banner').getByRole('link', { name: 'Connexion' })
      await eventually(() => door.count(), 'the other window knows it').toBe(1)
      await eventually(() => textOf(basketOn(other))).not.toContain('Carottes de garde')
      expect(await other.evaluate(() => localStorage.getItem('filature.person'))).toBeNull()
      await eventually(() => joined.slice(sockets).at(-1), 'its socket was opened anew, and hears of nobody').toEqual([
        `session:${stall.sessionId}`,
      ])

      const withoutPerson = joined.length
      await one.getByRole('banner').getByRole('link', { name: 'Connexion' }).click()
      await one.getByRole('button', { name: /^Les \d+ comptes$/ }).click()
      await one.getByRole('button', { name: /^Yann G\./ }).click()
      await eventually(() => textOf(one.getByRole('heading', { level: 1 }))).toBe('Bonjour Yann')
      await eventually(() => other.getByRole('link', { name: 'Moi, Yann G.' }).count(), 'the other window has let him in, too').toBe(1)
      await eventually(() => textOf(basketOn(other))).toContain('Navets')
      expect(await textOf(basketOn(other)), 'nothing of the one before').not.toContain('Carottes de garde')
      await eventually(() => joined.slice(withoutPerson).flat(), 'his own room is watched').toContain('me')
    },
  )

  journey('who waits at the door of one window comes in with the other', async ({ house, seat }) => {
    const stall = await stallOf(house)
    const { page: waiting, context } = await seat('at the door')
    await waiting.goto(`/connexion?retour=${encodeURIComponent(stall.path)}`)
    await waiting.getByRole('button', { name: 'Recevoir mon lien' }).waitFor()
    const other = await context.newPage()
    await other.goto('/connexion')
    await other.getByRole('button', { name: /^Les \d+ comptes$/ }).click()
    await other.getByRole('button', { name: /^Capucine B\./ }).click()
    await waiting.waitForURL(`**${stall.path}`)
    await eventually(() => waiting.getByRole('link', { name: 'Moi, Capucine B.' }).count()).toBe(1)
  })
})

const basketOn = (page: Page) => page.getByRole('complementary', { name: 'Mon panier' })

/** The rooms of every join that this window sends, in order. */
function roomsJoined(page: Page): string[][] {
  const joined: string[][] = []
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      const found = JOIN.exec(String(payload))
      // The wire format of our own client.
      if (found?.[1] !== undefined) joined.push((JSON.parse(found[1]) as { rooms: string[] }).rooms)
    })
  })
  return joined
}
