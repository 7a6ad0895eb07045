import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { eventually, plain } from '../stage/eventually.ts'
import type { House } from '../stage/house.ts'
import { type Journey, journeys, type Scene } from '../stage/journeys.ts'
import type { SeatOptions } from '../stage/seat.ts'
import { misfitsOn } from './layout.ts'
import { namelessOn } from './names.ts'
import { outlineOf } from './outline.ts'
import { everyScreen, type Screen, type Screens, show, showWhole } from './screens.ts'

journeys('every screen', (journey) => {
  named(journey)
  accessible(journey)
  narrow(journey)
  withoutScripts(journey)
})

const made = new WeakMap<House, Promise<Screens>>()

/** The same people and things for every journey of this file. */
function screensOf(house: House): Promise<Screens> {
  const screens = made.get(house) ?? everyScreen(house)
  made.set(house, screens)
  return screens
}

/** One window for each person, shared by the screens that this person sees. */
function windowsOf({ seat }: Scene, options: SeatOptions) {
  const pages = new Map<string, Promise<Page>>()
  return ({ person }: Screen): Promise<Page> => {
    const name = person?.displayName ?? 'visitor'
    const page = pages.get(name) ?? seat(name, { ...options, ...(person !== undefined && { person }) }).then((opened) => opened.page)
    pages.set(name, page)
    return page
  }
}

function named(journey: Journey) {
  journey(
    '[journey 36] what a screen reader meets on each route is as committed, and no control is without a name',
    async (scene) => {
      const { visitors, members, empty } = await screensOf(scene.house)
      const pageOf = windowsOf(scene, { device: 'desk' })
      for (const screen of [...visitors, ...members, ...empty]) {
        const page = await pageOf(screen)
        await showWhole(page, screen.path)
        const committed = join(import.meta.dirname, 'names', `${screen.name}.yaml`)
        const met = await outlineOnce(page, committed)
        expect.soft(await namelessOn(page), `without a name on ${screen.name}`).toEqual([])
        expect.soft(await page.getByRole('heading', { level: 1 }).count(), `main headings on ${screen.name}`).toBe(1)
        await expect.soft(met, screen.name).toMatchFileSnapshot(committed)
      }
    },
    { timeoutMs: 900_000 },
  )
}

/** The outline as soon as it is the one that was committed; what comes late on a busy machine has come then. Else as it stays. */
async function outlineOnce(page: Page, committed: string): Promise<string> {
  const look = async () => outlineOf(await page.locator('body').ariaSnapshot())
  const expected = await readFile(committed, 'utf8').catch(() => undefined)
  if (expected !== undefined) {
    await eventually(look)
      .toBe(expected)
      .catch(() => undefined)
  }
  return look()
}

function accessible(journey: Journey) {
  journey(
    '[journey 37] axe finds nothing serious on any route, light and dark, in French and English, with data, empty and failed',
    async (scene) => {
      const { visitors, members, empty } = await screensOf(scene.house)
      const found: string[] = []
      for (const locale of ['fr-FR', 'en-GB']) {
        const pageOf = windowsOf(scene, { device: locale === 'fr-FR' ? 'phone' : 'desk', locale })
        for (const screen of [...visitors, ...members, ...empty]) {
          const page = await pageOf(screen)
          await show(page, screen.path)
          expect(await page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2))
          found.push(...(await faultsInBothThemes(page, `${screen.name} ${locale}`)))
        }
        for (const screen of [...visitors, ...members].filter(({ name }) => !WITHOUT_DATA.has(name))) {
          const page = await pageOf(screen)
          await fail(page)
          await page.goto(screen.path)
          const again = page.getByRole('button', { name: /^(Réessayer|Try again|Retry)$/ })
          const told = await again
            .first()
            .waitFor()
            .then(
              () => true,
              () => false,
            )
          if (!told) found.push(`${screen.name} ${locale}: does not say that it failed`)
          found.push(...(await faultsInBothThemes(page, `${screen.name} failed ${locale}`)))
          await page.unrouteAll()
        }
      }
      expect(found).toEqual([])
    },
    { timeoutMs: 900_000 },
  )
}

/** Screens that read nothing, and so cannot fail. */
const WITHOUT_DATA = new Set(['sign-in', 'later', 'help', 'not-found'])

/** Whole in light; in dark only the rules on colour, the others know no theme. */
async function faultsInBothThemes(page: Page, where: string): Promise<string[]> {
  const faults: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const axe = new AxeBuilder({ page }).setLegacyMode()
    const { violations } = await (colorScheme === 'light' ? axe : axe.withRules(['color-contrast', 'link-in-text-block'])).analyze()
    for (const { impact, id, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue
      const places = nodes.slice(0, 3).map(({ target }) => target.join(' '))
      faults.push(`${where} ${colorScheme}: ${id} at ${places.join(' | ')}`)
    }
  }
  return faults
}

/** Every read of data fails, those of the page's own server too; who is here stays known. */
async function fail(page: Page): Promise<void> {
  await page.route(
    ({ pathname }) => !/^\/(api|assets|drawings)\//.test(pathname),
    async (route) => {
      if (route.request().resourceType() !== 'document') return route.continue()
      const response = await route.fetch()
      await route.fulfill({ response, body: (await response.text()).replace(/<script[^>]*id="first-data"[^>]*>[\s\S]*?<\/script>/, '') })
    },
  )
  await page.route(/\/api\/(market|materials|notify|identity\/v1\/(places|organisations))\b/, (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: 'urn:filature:internal',
        title: 'internal',
        status: 500,
        code: 'internal',
        detail: '',
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      }),
    }),
  )
}

function narrow(journey: Journey) {
  journey(
    '[journey 38] at 320 px and at 400 % nothing scrolls sideways and nothing is cut off',
    async (scene) => {
      const { visitors, members, empty } = await screensOf(scene.house)
      const misfits: string[] = []
      // 400 % of a window of 1280 × 1024 leaves 320 × 256 points of four pixels each.
      for (const [name, options] of [
        ['320 px', { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true }],
        ['400 %', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4, locale: 'en-GB' }],
      ] as const) {
        const pageOf = windowsOf(scene, options)
        for (const screen of [...visitors, ...members, ...empty]) {
          const page = await pageOf(screen)
          await show(page, screen.path)
          misfits.push(...(await misfitsOn(page)).map((misfit) => `${screen.name} at ${name}: ${misfit}`))
        }
      }
      expect(misfits).toEqual([])
    },
    { timeoutMs: 900_000 },
  )
}

function withoutScripts(journey: Journey) {
  journey('[journey 40] without JavaScript the public pages show lists, prices and hours', async ({ house, seat }) => {
    const { visitors } = await screensOf(house)
    const { page } = await seat('reader', { javaScriptEnabled: false, device: 'phone' })
    const pathOf = (name: string) => visitors.find((screen) => screen.name === name)?.path ?? ''
    const read = async (name: string, path = pathOf(name)) => {
      const response = await page.goto(path)
      expect(response?.status(), name).toBe(200)
      return plain(await page.getByRole('main').innerText())
    }

    const network = await read('network')
    for (const words of ['La Filature du Clain', 'La Navette', 'Le Fuseau']) expect(network).toContain(words)
    const place = await read('place')
    expect(place, 'hours').toMatch(/9 h\s*– 19 h/)
    expect(place).toMatch(/samedi/i)

    const market = await read('market')
    expect(market).toMatch(/Carottes de garde/)
    expect(market).toMatch(/3,20 €/)
    expect(market, 'where and when to fetch it').toMatch(/17 h\s*– 19 h 30/)
    expect(await page.getByRole('listitem').count(), 'the whole list').toBeGreaterThan(100)
    // From the front door to the stall by links alone.
    await page.goto('/')
    await page.getByRole('link', { name: 'Marché' }).and(page.locator(':visible')).first().click()
    expect(plain(await page.getByRole('main').innerText())).toMatch(/Carottes de garde[\s\S]*3,20 €/)

    const materials = await read('materials')
    expect(materials).toMatch(/Poutre sapin/)
    expect(materials).toMatch(/€/)
    const lot = await read('lot')
    expect(lot).toMatch(/Solives sapin 63 × 175/)
    expect(lot).toMatch(/4,20 €/)
    expect(lot, 'when the depot is open').toMatch(/\d+ h\s*– \d+ h/)
    const nowhere = await page.goto('/nulle-part')
    expect(nowhere?.status()).toBe(404)
  })
}
