import { expect } from 'vitest'
import { eventually, textOf } from '../stage/eventually.ts'
import { journeys } from '../stage/journeys.ts'

// A place of its own: the first real account ends the demonstration.
journeys('the first time here', (journey) => {
  journey('a page fetched again at the name goes on there: the link is handed back once', async ({ house, seat }) => {
    const email = 'nouvelle@example.org'
    await house.visitor.done('POST', '/api/identity/v1/magic-links', { email, returnTo: '/moi/panier' })
    const { url } = await house.visitor.read<{ url: string }>(`/api/identity/v1/magic-links/last?email=${email}`)
    const { page } = await seat('new')
    let handedBack = 0
    page.on('request', (request) => {
      if (request.url().endsWith('/magic-links/redeem')) handedBack += 1
    })
    const { pathname, search } = new URL(url)
    await page.goto(`${pathname}${search}`)
    const name = page.getByRole('textbox')
    const title = page.getByRole('heading', { level: 1 })
    await eventually(() => new URL(page.url()).searchParams.get('token'), 'the link is out of the address').toBeNull()
    await eventually(() => name.getAttribute('autocomplete')).toBe('name')
    const asked = await textOf(title)

    await page.reload()
    await eventually(() => name.getAttribute('autocomplete')).toBe('name')
    expect(await textOf(title)).toBe(asked)
    expect(await page.getByRole('alert').count()).toBe(0)

    await name.fill('Nouvelle N.')
    await page.getByRole('main').locator('button[type=submit]').click()
    await page.waitForURL('**/moi/panier')
    await eventually(() => page.getByRole('link', { name: 'Moi, Nouvelle N.' }).count()).toBe(1)
    expect(handedBack).toBe(1)
  })
})
