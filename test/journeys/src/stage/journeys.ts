import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM_ARGUMENTS, findChromium, isChromiumRequired } from './chromium.ts'
import { type House, openHouse } from './house.ts'
import { keepEvidence, openSeat, type Seat, type SeatOptions } from './seat.ts'

/** What a journey is given: the house, and as many windows as it asks for. */
export interface Scene {
  readonly house: House
  /** Opens a window; it is closed after the journey, and pictured when the journey fails. */
  seat(name: string, options?: SeatOptions): Promise<Seat>
}

export type Journey = (title: string, run: (scene: Scene) => Promise<void>, options?: { readonly timeoutMs?: number }) => void

/** Far more than any journey takes on a free machine. */
const JOURNEY_MS = 180_000
const START_MS = 120_000

/**
 * Journeys of one file: one house and one Chromium for all of them. Without Chromium they are skipped under a name that
 * says why and what to do; with `REQUIRE_SUITES=chromium` that is a failure.
 */
export function journeys(name: string, define: (journey: Journey) => void, settings: Readonly<Record<string, string>> = {}): void {
  const { path, missing } = findChromium()
  if (path === undefined) {
    if (isChromiumRequired()) test(`${name}: Chromium is required`, () => expect.fail(missing.replace('skipped, ', '')))
    else describe.skip(missing, () => define((title) => test(title, () => undefined)))
    return
  }
  describe(name, () => {
    let house: House
    let browser: Browser
    beforeAll(async () => {
      house = await openHouse(settings)
      browser = await chromium.launch({ executablePath: path, args: CHROMIUM_ARGUMENTS, timeout: START_MS })
    }, START_MS)
    afterAll(async () => {
      await browser?.close()
      await house?.close()
    }, START_MS)
    define((title, run, { timeoutMs = JOURNEY_MS } = {}) => {
      test(title, () => play(title, run, house, browser), timeoutMs)
    })
  })
}

async function play(title: string, run: (scene: Scene) => Promise<void>, house: House, browser: Browser): Promise<void> {
  const seats: Seat[] = []
  try {
    await run({
      house,
      async seat(name, options) {
        const seat = await openSeat(browser, house, name, options)
        seats.push(seat)
        return seat
      },
    })
    for (const { name, faults } of seats) expect(faults, `what ${name}’s window complained of`).toEqual([])
  } catch (error) {
    const pictures = await Promise.all(
      seats.map((seat) =>
        keepEvidence(seat, `${title.slice(0, 50)} ${seats.indexOf(seat) + 1}`).catch(
          (why: unknown) => `no picture of ${seat.name}: ${why}`,
        ),
      ),
    )
    if (error instanceof Error && pictures.length > 0) error.message += `\nwindows: ${pictures.join(', ')}`
    throw error
  } finally {
    await house.clock.resume()
    await Promise.all(seats.map(({ context }) => context.close()))
  }
}
