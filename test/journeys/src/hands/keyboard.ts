import type { Page } from 'playwright-core'

/** What has the focus after a key. */
export interface Focus {
  /** What a screen reader calls it, as far as one can tell from the page. */
  readonly name: string
  readonly tag: string
  readonly type: string
  /** Comes after what had the focus before, in reading order. */
  readonly follows: boolean
  /** In the window and not under a bar. */
  readonly seen: boolean
}

/** No page of this version takes more keys than this to walk through. */
const LONGEST_WALK = 400

/** Presses Tab until `isIt`; answers every stop on the way, the last one included. Throws when it is never reached. */
export async function tabTo(page: Page, isIt: (focus: Focus) => boolean): Promise<Focus[]> {
  const stops: Focus[] = []
  for (let key = 0; key < LONGEST_WALK; key += 1) {
    const focus = await tab(page)
    if (focus === undefined) continue
    stops.push(focus)
    if (isIt(focus)) return stops
  }
  throw new Error(
    `not reached by ${LONGEST_WALK} Tabs; the last stops were: ${stops
      .slice(-12)
      .map(({ name, tag }) => `${tag} ${name}`)
      .join(', ')}`,
  )
}

/** Tab once; undefined when the focus left the page, as it does after its last element. */
export async function tab(page: Page): Promise<Focus | undefined> {
  // Screens move the focus by themselves, too: what counts is where this key took it from.
  await page.evaluate(() => Reflect.set(globalThis, 'focusedBefore', document.activeElement))
  await page.keyboard.press('Tab')
  return page.evaluate(focusNow)
}

/** By its name and kind: `named('button', /^Ajouter/)`. */
export const named =
  (tag: string, name: string | RegExp) =>
  (focus: Focus): boolean =>
    focus.tag === tag && (typeof name === 'string' ? focus.name === name : name.test(focus.name))

/** Runs in the page. */
function focusNow(): Focus | undefined {
  const element = document.activeElement
  const before = Reflect.get(globalThis, 'focusedBefore') as Element | undefined
  if (!(element instanceof HTMLElement) || element === document.body) return undefined
  const label = element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? '') : ''
  const name = (element.getAttribute('aria-label') ?? (label !== '' ? label : (element.textContent ?? '')))
    .replace(/[\s\u00a0\u202f]+/g, ' ')
    .trim()
  const { left, top, width, height } = (element.closest('label') ?? element).getBoundingClientRect()
  const hit = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 20))
  const seen = hit !== null && (element.contains(hit) || hit.contains(element) || element.closest('label')?.contains(hit) === true)
  const follows =
    before === undefined ||
    before === document.body ||
    !before.isConnected ||
    (before.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
  return { name, tag: element.tagName.toLowerCase(), type: element.getAttribute('type') ?? '', follows, seen }
}
