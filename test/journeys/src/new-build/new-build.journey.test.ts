import { expect } from 'vitest'
import { eventually } from '../stage/eventually.ts'
import { journeys } from '../stage/journeys.ts'
import type { Seat } from '../stage/seat.ts'

/** Screens and words of the materials library, which a tab on the market has not fetched yet. */
const PARTS = /\/assets\/(materials|search-page|lot)[^/]*\.js$/
/** The tab's own, and one of the router for a screen: none of them twice. */
const MOST_OPENED = 2

/** After a new build the parts of the old one are gone from the server: until the tab opens a page anew, or for good. */
async function takeAway({ page, context }: Seat, until: 'opened anew' | 'for good'): Promise<() => number> {
  let opened = 0
  let isGone = true
  page.on('request', (request) => {
    if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return
    opened += 1
    if (until === 'opened anew') isGone = false
  })
  await context.route(PARTS, (route) => (isGone ? route.fulfill({ status: 404, body: '' }) : route.continue()))
  return () => opened
}

/** From the market to the materials, whose parts were taken away meanwhile. Answers how many pages were fetched by then. */
async function goOnWithout(visitor: Seat, until: 'opened anew' | 'for good'): Promise<() => number> {
  const { page } = visitor
  await page.goto('/marche')
  await eventually(() => page.locator('[data-offer]').count()).toBeGreaterThan(0)
  const opened = await takeAway(visitor, until)
  await page.getByRole('link', { name: 'Matériaux' }).first().click()
  return opened
}

journeys('a new build while a tab is open', (journey) => {
  journey('a tab whose parts are gone opens the next screen anew, and the person is there', async ({ seat }) => {
    const visitor = await seat('with an old tab')
    const { page } = visitor
    const opened = await goOnWithout(visitor, 'opened anew')
    await eventually(() => page.locator('[data-lot]').count(), 'the list is there').toBeGreaterThan(0)
    await eventually(() => new URL(page.url()).pathname).toBe('/materiaux')
    // Alive: the screens are those of the new build.
    await page.locator('[data-lot] h3 a').first().click()
    await page.waitForURL(/\/materiaux\/[^/?]+/)
    expect(opened(), 'pages fetched').toBe(1)
    visitor.takeFaults()
  })

  journey('parts that stay away make no loop: the screen says that it could not be shown', async ({ seat }) => {
    const visitor = await seat('with a broken tab')
    const { page } = visitor
    const opened = await goOnWithout(visitor, 'for good')
    await eventually(() => page.getByRole('button', { name: 'Réessayer' }).isVisible()).toBe(true)
    expect(opened()).toBeLessThanOrEqual(MOST_OPENED)
    visitor.takeFaults()
  })
})
