import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { misfitsOn } from '../every-screen/layout.ts'
import { eventually, textOf } from '../stage/eventually.ts'
import { journeys } from '../stage/journeys.ts'
import { cardOf, stallOf } from './stall.ts'

journeys('what a stall answers', (journey) => {
  journey('what one adds before the basket is read stays added, and the focus goes where the key was', async ({ house, seat }) => {
    const stall = await stallOf(house)
    const carrots = await stall.offer('Carottes de garde')
    const { page } = await seat('Kenza', { person: await house.person('Kenza S.') })
    const read = Promise.withResolvers<void>()
    await page.route('**/my-order', async (route) => {
      if (route.request().method() === 'GET') await read.promise
      await route.continue()
    })
    await page.goto(stall.path)
    const { add, amount, more, less, countdown } = cardOf(page, carrots)
    await add.waitFor()
    const shown = await noteKeys(page, carrots.id)
    const answered = page.waitForResponse(/\/my-order\/lines\//)
    await add.focus()
    await page.keyboard.press('Enter')
    await (await answered).finished()
    await eventually(() => amountOf(amount)).toBe('0,25 kg')
    expect(await isFocused(more)).toBe(true)
    read.resolve()
    await countdown.waitFor()
    expect(await shown(), 'the keys that stood there, one after the other').toEqual(['stepper'])

    await less.press('Enter')
    await add.waitFor()
    await eventually(() => isFocused(add)).toBe(true)
  })

  journey(
    'a refusal stands whole under the key it answers, on the phone and on the desk, with the way out in its button',
    async (scene) => {
      const { house, seat } = scene
      const stall = await stallOf(house)
      const carrots = await stall.offer('Carottes de garde')
      for (const [device, viewport] of [
        ['phone', { width: 390, height: 844 }],
        ['phone', { width: 320, height: 640 }],
        ['desk', { width: 1280, height: 900 }],
      ] as const) {
        const person = await house.person('Yann G.')
        await stall.setLine(person, carrots, 500)
        const { page } = await seat(`Yann at ${viewport.width}`, { device, viewport, person })
        await page.goto(stall.path)
        const { amount, refusal, more, card } = cardOf(page, carrots)

        await type(amount, '0,3')
        await eventually(() => textOf(refusal)).toMatch(/Cela se prend par 0,25 kg/)
        // Only the name of the place may be cut short, in the top bar.
        expect((await misfitsOn(page)).filter((misfit) => !misfit.includes('La Filature du Clain'))).toEqual([])
        expect(await covers(refusal, card.locator('.stepper')), `over the keys at ${viewport.width}`).toBe(false)
        await refusal.getByRole('button', { name: 'Prendre 0,25 kg' }).click()
        await eventually(() => amountOf(amount)).toBe('0,25 kg')
        await eventually(() => refusal.count()).toBe(0)
        // The button that was pressed is gone: whoever uses keys is at the line still.
        expect(await more.evaluate((key) => key.parentElement?.contains(document.activeElement))).toBe(true)

        await type(amount, '999 kg')
        await eventually(() => textOf(refusal)).toMatch(/de 0,25 kg à 5 kg/)
        await refusal.getByRole('button', { name: 'Prendre 5 kg' }).click()
        await eventually(() => amountOf(amount)).toBe('5 kg')

        await type(amount, 'une botte')
        await eventually(() => textOf(refusal)).toMatch(/« une botte » n’est pas une quantité/)
        expect(await amountOf(amount)).toBe('5 kg')
        await type(amount, '500 g')
        await eventually(() => amountOf(amount)).toBe('0,5 kg')
        await eventually(() => refusal.count()).toBe(0)
        await page.close()
      }
    },
  )
})

async function type(field: Locator, text: string): Promise<void> {
  await field.fill(text)
  await field.press('Enter')
}

const amountOf = async (field: Locator) => (await field.inputValue()).replace(/[\u00a0\u202f]/g, ' ')

const isFocused = (key: Locator) => key.evaluate((element) => element === document.activeElement)

async function covers(above: Locator, below: Locator): Promise<boolean> {
  const [one, other] = [await above.boundingBox(), await below.boundingBox()]
  if (one === null || other === null) throw new Error('one of the two is not on the page')
  return one.y < other.y + other.height && other.y < one.y + one.height && one.x < other.x + other.width && other.x < one.x + one.width
}

/** Notes which key stands in a card from now on, each time it is another. */
async function noteKeys(page: Page, offerId: string): Promise<() => Promise<string[]>> {
  await page.evaluate((id) => {
    const keys: string[] = []
    Reflect.set(globalThis, 'keysOfCard', keys)
    const card = document.querySelector(`[data-offer="${id}"]`)
    if (card === null) throw new Error('no such card')
    new MutationObserver(() => {
      const now = card.querySelector('.stepper') === null ? 'add' : 'stepper'
      if (keys.at(-1) !== now) keys.push(now)
    }).observe(card, { subtree: true, childList: true })
  }, offerId)
  return () => page.evaluate(() => Reflect.get(globalThis, 'keysOfCard') as string[])
}
