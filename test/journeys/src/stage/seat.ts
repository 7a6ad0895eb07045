import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { House } from './house.ts'
import type { Person } from './person.ts'

export const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desk: { viewport: { width: 1280, height: 900 } },
} as const satisfies Record<string, BrowserContextOptions>

export interface SeatOptions extends BrowserContextOptions {
  readonly device?: keyof typeof DEVICES
  /** Signed in from the start. */
  readonly person?: Person
}

/** One browser of one person: a window of its own, with everything it said. */
export interface Seat {
  readonly name: string
  readonly page: Page
  readonly context: BrowserContext
  /** What the console and the page said, for whoever looks at a failure. */
  readonly said: readonly string[]
  /** Faults that no journey may cause: uncaught errors, and whatever the content security policy stopped. */
  readonly faults: readonly string[]
  /** The faults so far, which the journey meant to cause; they are forgotten. */
  takeFaults(): readonly string[]
}

/** As long as a press or a page may take on a busy machine, in milliseconds. */
const PATIENCE_MS = 30_000

/** Refusals are answers like others, and journeys cut the network on purpose: the browser calls both an error. */
const BROWSERS_OWN = /^(Failed to load resource|WebSocket connection to)/

const REPOSITORY = join(import.meta.dirname, '../../../..')
const SHOTS = join(import.meta.dirname, '../../shots')

/** Opens a window. Its clock agrees with the house's at this moment; later jumps it has to learn from the server. */
export async function openSeat(browser: Browser, house: House, name: string, options: SeatOptions = {}): Promise<Seat> {
  const { device = 'desk', person, ...rest } = options
  const { hostname, origin } = new URL(house.address)
  const context = await browser.newContext({
    ...DEVICES[device],
    baseURL: house.address,
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    reducedMotion: 'reduce',
    ...(person !== undefined && {
      storageState: {
        cookies: person.cookies.map((cookie) => ({
          ...cookie,
          domain: hostname,
          path: '/',
          expires: -1,
          httpOnly: true,
          secure: false,
          sameSite: 'Lax' as const,
        })),
        origins: [{ origin, localStorage: [person.stored] }],
      },
    }),
    ...rest,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  const said: string[] = []
  const faults: string[] = []
  if (rest.javaScriptEnabled !== false) {
    await context.addInitScript(livesAhead, house.clock.aheadMs())
    await context.exposeFunction('stoppedByPolicy', (what: string) => faults.push(`content security policy: ${what}`))
    await context.addInitScript(tellsOfPolicy)
  }
  const page = await context.newPage()
  page.on('console', (message) => {
    said.push(`${message.type()}: ${message.text()}`)
    if (message.type() === 'error' && !BROWSERS_OWN.test(message.text())) faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => {
    said.push(`uncaught: ${error.stack ?? error.message}`)
    faults.push(`uncaught: ${error.message}`)
  })
  page.on('requestfailed', (request) => said.push(`failed: ${request.method()} ${request.url()} ${request.failure()?.errorText ?? ''}`))
  page.on('response', (response) => {
    if (response.status() >= 400) said.push(`${response.status()}: ${response.request().method()} ${response.url()}`)
  })
  return { name, page, context, said, faults, takeFaults: () => faults.splice(0) }
}

/** Picture and words of a window, kept for whoever looks at the failure; answers the picture's path in the repository. */
export async function keepEvidence(seat: Seat, journey: string): Promise<string> {
  await mkdir(SHOTS, { recursive: true })
  const file = join(SHOTS, `${slug(journey)}-${slug(seat.name)}`)
  await writeFile(`${file}.log`, `${seat.page.url()}\n${[...seat.faults, '', ...seat.said].join('\n')}\n`)
  await seat.page.screenshot({ path: `${file}.png`, timeout: 15_000 })
  return relative(REPOSITORY, `${file}.png`)
}

const slug = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)

/** Runs in the page: its clock is that of the house. */
function livesAhead(aheadMs: number) {
  const Machine = Date
  class HouseDate extends Machine {
    constructor(...given: [] | [string | number | Date]) {
      if (given.length === 0) super(Machine.now() + aheadMs)
      else super(...(given as [string]))
    }
    static override now() {
      return Machine.now() + aheadMs
    }
  }
  globalThis.Date = HouseDate as DateConstructor
}

/** Runs in the page. */
function tellsOfPolicy() {
  document.addEventListener('securitypolicyviolation', (event) => {
    const told = globalThis as unknown as { stoppedByPolicy(what: string): void }
    told.stoppedByPolicy(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`)
  })
}
