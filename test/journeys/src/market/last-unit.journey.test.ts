import { expect } from 'vitest'
import { eventually, textOf } from '../stage/eventually.ts'
import { journeys } from '../stage/journeys.ts'
import { promptly } from '../stage/promptly.ts'
import type { Seat } from '../stage/seat.ts'
import { seeded } from '../stage/seed.ts'
import { cardOf, stallOf } from './stall.ts'

const ROUNDS = 50
/** On a busy machine one press often comes after the other's answer: rounds go on until there were enough races. */
const MOST_ROUNDS = 200
/** Presses of one round are at most so many milliseconds apart. */
const APART_MS = 6
/** Both windows have been told to press by then, in milliseconds. */
const TOLD_MS = 150
/** Fewer rounds than this in which both presses reached the server, and it was no race. */
const LEAST_RACES = 15

journeys('the last unit', (journey) => {
  journey(
    '[journey 1] two browsers press + on the last unit, 50 rounds: one holds it, the other is told that none is left and goes on',
    async ({ house, seat }) => {
      const stall = await stallOf(house)
      const offer = await stall.leave('Chou kale', 1)
      const seats = [
        await seat('William', { person: await house.person('William F.') }),
        await seat('Yann', { person: await house.person('Yann G.'), device: 'phone' }),
      ] as const
      await Promise.all(seats.map(({ page }) => page.goto(stall.path)))
      const { seed, next } = seeded()
      let races = 0
      for (let round = 1; round <= ROUNDS || (races < LEAST_RACES && round <= MOST_ROUNDS); round += 1) {
        const where = `round ${round}, JOURNEY_SEED=${seed}`
        for (const { name, page } of seats)
          await eventually(() => cardOf(page, offer).add.isEnabled(), `${name} can press, ${where}`).toBe(true)
        const at = Date.now() + TOLD_MS
        await Promise.all(seats.map((one) => press(one, at + next() * APART_MS)))
        const outcomes = async () => (await Promise.all(seats.map(outcomeOf))).sort().join(' and ')
        await eventually(outcomes, where).toMatch(/^holds and (told|sold out)$/)
        const state = await stall.offer(offer.name)
        expect([state.availableB, state.heldB], where).toEqual([0, 1])
        for (const one of seats) {
          const { refusal, less } = cardOf(one.page, offer)
          if ((await outcomeOf(one)) === 'holds') await less.click()
          else if (await refusal.isVisible()) {
            races += 1
            expect(await textOf(refusal), where).toContain('Il n’en reste plus.')
            await refusal.getByRole('button', { name: 'D’accord' }).click()
          }
        }
      }
      expect(races, `rounds in which both presses reached the server, JOURNEY_SEED=${seed}`).toBeGreaterThanOrEqual(LEAST_RACES)

      // Both windows go on: what was lost does not stand in the way of anything else.
      const other = await stall.offer('Chou vert')
      for (const { page } of seats) {
        await cardOf(page, other).add.click()
        await eventually(() => cardOf(page, other).amount.inputValue()).toBe('1')
      }

      /** At one instant of the machine's clock, however late the window was told. */
      function press({ page }: Seat, atMs: number) {
        // Not Playwright's click, which waits until a button can be pressed: people press at once.
        return cardOf(page, offer).add.evaluate((button: HTMLElement, at) => {
          setTimeout(() => button.click(), at - (performance.timeOrigin + performance.now()))
        }, atMs)
      }
      async function outcomeOf({ page }: Seat): Promise<'holds' | 'told' | 'sold out' | 'waits'> {
        const { card, stock } = cardOf(page, offer)
        const parts = await card.evaluate((element: HTMLElement) => ({
          holds: element.querySelector<HTMLInputElement>('.stepper input')?.value === '1' && element.querySelector('[role=timer]') !== null,
          told: element.querySelector('[role=alert]') !== null,
        }))
        if (parts.holds) return 'holds'
        if (parts.told) return 'told'
        return (await textOf(stock)) === 'Épuisé' ? 'sold out' : 'waits'
      }
    },
    { timeoutMs: 400_000 },
  )

  journey('[journey 2] A holds 3 of 8: B sees 5 within a second, nothing moves and the focus stays', async ({ house, seat }) => {
    const stall = await stallOf(house)
    const offer = await stall.leave('Mâche', 8)
    const a = await seat('A', { person: await house.person('William F.') })
    const b = await seat('B', { device: 'phone' })
    await Promise.all([a.page.goto(stall.path), b.page.goto(stall.path)])
    const seen = cardOf(b.page, offer)
    await eventually(() => textOf(seen.stock)).toContain('8')
    // Fonts and first pictures have settled, the socket is open, and the focus is on the very card that will change.
    await b.page.waitForLoadState('networkidle')
    await seen.add.scrollIntoViewIfNeeded()
    await seen.add.focus()
    await b.page.evaluate(watchLayout)
    await seen.stock.evaluate(noteChanges)

    const held = cardOf(a.page, offer)
    await held.add.click()
    await held.more.click()
    await promptly(1_000, 'from A’s last press to B’s screen', async (time) => {
      if (time > 1) await held.less.click()
      await eventually(() => textOf(seen.stock)).toContain('6')
      const pressedAt = Date.now()
      await held.more.click()
      await eventually(() => textOf(seen.stock)).toContain('5')
      return (await b.page.evaluate(() => Reflect.get(globalThis, 'changedAt') as number)) - house.clock.aheadMs() - pressedAt
    })
    expect((await stall.offer(offer.name)).availableB).toBe(5)

    const { score, moved } = await b.page.evaluate(() => Reflect.get(globalThis, 'layout') as { score: number; moved: string[] })
    expect(moved, 'what moved on B’s screen besides the label itself').toEqual([])
    expect(score.toFixed(3), 'cumulative layout shift on B’s screen').toBe('0.000')
    expect(await seen.add.evaluate((button) => button === document.activeElement), 'the focus is where it was').toBe(true)
    expect(await b.page.evaluate(() => document.scrollingElement?.scrollWidth ?? 0)).toBeLessThanOrEqual(390)
  })
})

/** Runs in the page: every layout shift from now on, whatever caused it; an icon may move inside its own label. */
function watchLayout() {
  const layout = { score: 0, moved: [] as string[] }
  Reflect.set(globalThis, 'layout', layout)
  interface Shift extends PerformanceEntry {
    readonly value: number
    readonly sources: readonly { readonly node: Node | null }[]
  }
  const elementOf = (node: Node | null) => (node instanceof Element ? node : (node?.parentElement ?? null))
  new PerformanceObserver((list) => {
    // The list holds what was asked for below, which the library's types do not know yet.
    for (const { value, sources } of list.getEntries() as Shift[]) {
      layout.score += value
      for (const { node } of sources)
        if (elementOf(node)?.closest('.stock') === null) layout.moved.push(elementOf(node)?.outerHTML.slice(0, 120) ?? '')
    }
  }).observe({ type: 'layout-shift' })
}

/** Runs in the page: when these words last changed. */
function noteChanges(element: Element) {
  new MutationObserver(() => Reflect.set(globalThis, 'changedAt', Date.now())).observe(element, {
    subtree: true,
    childList: true,
    characterData: true,
  })
}
