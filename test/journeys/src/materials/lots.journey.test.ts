import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { eventually, plain, textOf } from '../stage/eventually.ts'
import { type Journey, journeys } from '../stage/journeys.ts'
import { promptly } from '../stage/promptly.ts'
import { seeded } from '../stage/seed.ts'
import { libraryOf } from './library.ts'

journeys('the materials library', (journey) => {
  sevenOfThirty(journey)
  offTheCut(journey)
  lastUnit(journey)
  thereAndBack(journey)
})

const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Quantité et prix' })
const stockOf = (page: Page) => panelOf(page).locator('.stock')
const amountOf = (page: Page) => panelOf(page).getByRole('textbox', { name: /^Quantité/ })
/** The form's own button, which names the quantity; the phone's bar has a short one besides. */
const holdOf = (page: Page) => panelOf(page).getByRole('button', { name: /^Réserver \d/ })

// The depot's board comes with the yard screens; until then the lot's page and the list of one depot are what a depot watches.
function sevenOfThirty(journey: Journey) {
  journey(
    '[journey 19] A reserves 7 of 30: B’s list, the depot’s list with its map, and the lot’s page show 23',
    async ({ house, seat }) => {
      const library = libraryOf(house)
      const lot = await library.leave('Interrupteurs et prises, blanc', 30)
      const a = await seat('A', { person: await house.person('William F.'), device: 'phone' })
      const list = await seat('B, list')
      const depot = await seat('B, depot', { device: 'phone' })
      const page = await seat('B, lot')
      const words = encodeURIComponent('interrupteurs')
      await list.page.goto(`/materiaux?q=${words}`)
      await depot.page.goto(`/materiaux?q=${words}&depot=${lot.depot.depotId}&view=map`)
      await page.page.goto(`/materiaux/${lot.code}`)
      const row = (where: Page) => where.locator(`[data-lot="${lot.lotId}"] .stock`)
      const shown = [row(list.page), row(depot.page), stockOf(page.page)]
      for (const stock of shown) await eventually(() => textOf(stock)).toMatch(/^30 /)

      await promptly(2_000, 'until all three say so', async () => {
        // What an attempt before took is given back.
        await library.releaseAll(await house.person('William F.'))
        for (const stock of shown) await eventually(() => textOf(stock)).toMatch(/^30 /)
        await a.page.goto(`/materiaux/${lot.code}`)
        await amountOf(a.page).fill('7')
        await amountOf(a.page).press('Enter')
        await holdOf(a.page).click()
        await eventually(() => a.page.getByRole('timer').count(), 'A’s hold counts down').toBeGreaterThan(0)
        const before = Date.now()
        for (const stock of shown) await eventually(() => textOf(stock)).toMatch(/^23 /)
        return Date.now() - before
      })
      await eventually(async () => {
        const { available, held } = await library.lot(lot.designation)
        return [available, held]
      }).toEqual([23, lot.held + 7])
      await library.releaseAll(await house.person('William F.'))
    },
  )
}

function offTheCut(journey: Journey) {
  journey('[journey 20] a quantity that cannot be cut so: the two nearest are offered', async ({ house, seat }) => {
    const library = libraryOf(house)
    const lot = await library.lot('Plancher châtaignier large')
    const person = await house.person('Yann G.')
    const { page } = await seat('A', { person, device: 'phone' })
    await page.goto(`/materiaux/${lot.code}`)
    // Boards of 0,52 m²: 3 m² is five boards and a piece.
    await amountOf(page).fill('3')
    await amountOf(page).press('Enter')
    const offered = panelOf(page)
      .getByRole('status')
      .filter({ has: page.getByRole('button') })
    await eventually(() =>
      offered
        .getByRole('button')
        .allTextContents()
        .then((texts) => texts.map((text) => text.replace(/\s/g, ' '))),
    ).toEqual([expect.stringMatching(/^2,60? m²$/), '3,12 m²'])
    await offered.getByRole('button', { name: /^2,6/ }).click()
    await eventually(() =>
      amountOf(page)
        .inputValue()
        .then((text) => text.replace(/\s/g, ' ')),
    ).toMatch(/^2,60? m²$/)
    await holdOf(page).click()
    await eventually(() => page.getByRole('timer').count()).toBeGreaterThan(0)
    await eventually(async () => (await library.lot(lot.designation)).held).toBe(lot.held + 26_000)
    await library.releaseAll(person)

    // Whoever asks the server directly is told the same.
    const { status, body } = await library.hold(person, lot, 30_000)
    expect([status, body.code, body.nearest]).toEqual([409, 'granularity', [26_000, 31_200]])
  })
}

const ROUNDS = 8
/** From giving a lot back until who waits for it sees the offer, in milliseconds. */
const OFFERED_WITHIN_MS = 5_000
/** Presses of one round are at most so many milliseconds apart. */
const APART_MS = 8

function lastUnit(journey: Journey) {
  journey(
    '[journey 21] the last unit of a lot in two browsers: one holds, the other waits in line with its rank, and is offered it when it comes free',
    async ({ house, seat }) => {
      const library = libraryOf(house)
      const people = [await house.person('William F.'), await house.person('Yann G.')] as const
      const third = await house.person('Gaspard O.')
      const seats = [await seat('William', { person: people[0] }), await seat('Yann', { person: people[1], device: 'phone' })] as const
      const { page: last } = await seat('Gaspard', { person: third })
      const { seed, next } = seeded()
      const lot = await library.leave('WC à poser avec réservoir', 1)
      const offeredAfterMs: number[] = []
      for (let round = 1; round <= ROUNDS; round += 1) {
        const where = `round ${round}, JOURNEY_SEED=${seed}`
        await Promise.all(seats.map(({ page }) => page.goto(`/materiaux/${lot.code}`)))
        for (const { page } of seats) await eventually(() => holdOf(page).isEnabled(), where).toBe(true)
        await Promise.all(
          seats.map(({ page }) =>
            holdOf(page).evaluate((button: HTMLElement, ms) => {
              setTimeout(() => button.click(), ms)
            }, next() * APART_MS),
          ),
        )
        const outcomes = () => Promise.all(seats.map(({ page }) => outcomeOf(page)))
        await eventually(async () => (await outcomes()).toSorted().join(' and '), where).toBe('holds and refused')
        await eventually(async () => {
          const { available, held } = await library.lot(lot.designation)
          return [available, held]
        }, where).toEqual([0, lot.held + 1])

        const lost = (await outcomes()).indexOf('refused')
        const [holder, loser] = [seats[1 - lost]?.page, seats[lost]?.page]
        if (holder === undefined || loser === undefined) throw new Error(`nobody lost, ${where}`)
        await panelOf(loser).getByRole('button', { name: 'Me mettre en file' }).click()
        await eventually(() => placeOf(loser), where).toMatch(/^Vous êtes n° 1\b/)
        // Somebody who comes later stands behind, and moves up without touching anything.
        await last.goto(`/materiaux/${lot.code}`)
        await panelOf(last).getByRole('button', { name: 'Me mettre en file' }).click()
        await eventually(() => placeOf(last), where).toMatch(/^Vous êtes n° 2\b/)
        await eventually(async () => (await library.lot(lot.designation)).waiting, where).toBe(2)

        await panelOf(holder)
          .getByRole('button', { name: /^Libérer/ })
          .click()
        const before = Date.now()
        await eventually(() => offerOf(loser).count(), `an offer with its countdown, ${where}`).toBe(1)
        offeredAfterMs.push(Date.now() - before)
        expect(await textOf(offerOf(loser)), where).toMatch(/^(23 h 59|24 h 00)$/)
        await eventually(() => placeOf(last), where).toMatch(/^Vous êtes n° 1\b/)
        // What is offered is free for nobody else, the one included who gave it back.
        await eventually(() => textOf(stockOf(holder)), where).toBe('Plus rien de libre')

        if (round % 2 === 0) {
          await panelOf(loser)
            .getByRole('button', { name: /^Laisser/ })
            .click()
          await eventually(() => offerOf(last).count(), `the next is offered it, ${where}`).toBe(1)
          await panelOf(last)
            .getByRole('button', { name: /^Laisser/ })
            .click()
        } else {
          await panelOf(loser)
            .getByRole('button', { name: /^Accepter/ })
            .click()
          await eventually(
            () =>
              panelOf(loser)
                .getByRole('button', { name: /^Prolonger/ })
                .count(),
            `it is held, ${where}`,
          ).toBe(1)
          await panelOf(last)
            .getByRole('button', { name: /^Quitter la file/ })
            .click()
        }
        await eventually(() => placeOf(last), where).toBe('')
        for (const person of people) await library.releaseAll(person)
        await eventually(async () => (await library.lot(lot.designation)).available, where).toBe(1)
      }
      // In most rounds: a busy machine is late now and then.
      const late = offeredAfterMs.filter((ms) => ms >= OFFERED_WITHIN_MS)
      expect(late.length, `rounds that came late, of ${offeredAfterMs.join(', ')} ms`).toBeLessThan(ROUNDS / 2)
    },
    { timeoutMs: 300_000 },
  )
}

const boxOf = (page: Page) => panelOf(page).locator('.queue-box')
/** Where one stands, or nothing when one does not wait. */
const placeOf = async (page: Page) => plain((await boxOf(page).locator('.held-title').allTextContents()).join())
const offerOf = (page: Page) => boxOf(page).getByRole('timer')

async function outcomeOf(page: Page): Promise<'holds' | 'refused' | 'waits'> {
  const main = page.getByRole('main')
  if ((await main.locator('.countdown:not(.inline) [role=timer]').count()) > 0) return 'holds'
  // Refused by the answer, or told by the live stock a moment before.
  return (await main.getByText(/n’en reste plus|rien de libre/i).count()) > 0 ? 'refused' : 'waits'
}

function thereAndBack(journey: Journey) {
  journey('[journey 22] search within 80 km to 10 mm, open a lot, come back: the same list, place and address', async ({ seat }) => {
    for (const device of ['phone', 'desk'] as const) {
      const { page } = await seat(device, { device })
      await page.goto('/materiaux')
      await page.getByRole('button', { name: /^Distance/ }).click()
      await page.getByRole('dialog').getByRole('radio', { name: '80 km' }).check()
      await page.getByRole('dialog').getByRole('button', { name: /^Voir/ }).click()
      if (device === 'phone') await page.getByRole('button', { name: 'Filtrer' }).click()
      const filters = device === 'phone' ? page.getByRole('dialog') : page.getByRole('search', { name: 'Filtres' })
      await filters.getByRole('radio', { name: /à 10.mm près/ }).check()
      await filters.getByRole('textbox', { name: 'Épaisseur' }).fill('20')
      await filters.getByRole('textbox', { name: 'Épaisseur' }).press('Tab')
      await eventually(() => new URL(page.url()).search, 'every choice is in the address').toMatch(/radiusKm=80/)
      await eventually(() => new URL(page.url()).search).toMatch(/thkMin=20.*thkTol=10/)
      if (device === 'phone') await filters.getByRole('button', { name: /^Voir/ }).click()

      const lots = page.locator('[data-lot]')
      await eventually(() => lots.count()).toBeGreaterThan(8)
      const opened = lots.nth(7)
      const link = opened.getByRole('heading').getByRole('link')
      // What a pointer does before it presses; nothing scrolls after that.
      await link.hover()
      const before = await stateOf(page)
      expect(before.scrollY, 'somewhere down the list').toBeGreaterThan(100)
      await link.click()
      await page.waitForURL(/\/materiaux\/[0-9A-Z]{11}/)
      await eventually(() => page.getByRole('heading', { level: 1 }).count()).toBe(1)
      await page.goBack()
      await eventually(() => stateOf(page), device).toEqual(before)
      await eventually(() => link.evaluate((element) => element === document.activeElement), 'the focus is on what was opened').toBe(true)

      // The address alone gives the same list to anybody.
      const again = await seat(`${device}, same address`, { device })
      await again.page.goto(before.url)
      await eventually(async () => (await stateOf(again.page)).lots).toEqual(before.lots)
    }
  })
}

const stateOf = async (page: Page) => ({
  url: page.url(),
  ...(await page.evaluate(() => ({
    scrollY: Math.round(scrollY),
    lots: [...document.querySelectorAll<HTMLElement>('[data-lot]')].map(({ dataset }) => dataset['lot']),
  }))),
})
