import { eventually } from '../stage/eventually.ts'
import { heardOn, listen } from '../stage/heard.ts'
import { journeys } from '../stage/journeys.ts'

const WORDS = 'Le lieu tarde à répondre. Nous réessayons, rien n’est perdu.'

journeys('a service is away', (journey) => {
  journey('the screen says that it tries on, keeps what it knows, and shows what is new once the service is back', async ({ seat }) => {
    const { page } = await seat('patient')
    await page.goto('/materiaux')
    await eventually(() => page.locator('[data-lot]').count()).toBeGreaterThan(0)
    await listen(page)
    let isAway = true
    await page.route(/\/api\/market\/v1\//, (route) =>
      isAway
        ? route.fulfill({
            status: 503,
            headers: { 'Content-Type': 'application/problem+json', 'Retry-After': '2' },
            body: JSON.stringify({ type: 'urn:filature:unavailable', title: 'unavailable', status: 503, code: 'unavailable', detail: '' }),
          })
        : route.continue(),
    )
    await page.getByRole('link', { name: 'Marché' }).first().click()
    await eventually(() => heardOn(page), 'it says so').toContain(WORDS)
    // Usable: what is known is shown, and one goes where one likes.
    await page.getByRole('link', { name: 'Matériaux' }).first().click()
    await eventually(() => page.locator('[data-lot]').count()).toBeGreaterThan(0)
    await page.getByRole('link', { name: 'Marché' }).first().click()
    isAway = false
    await eventually(() => page.locator('[data-offer]').count(), 'the service is back').toBeGreaterThan(0)
    await eventually(() => page.getByText(WORDS).count()).toBe(0)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })
})
