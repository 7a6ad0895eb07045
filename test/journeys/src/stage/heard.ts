import type { Page } from 'playwright-core'

/** Notes from now on whatever the page says of its state: some of it stands for seconds only, and a busy machine may look too late. */
export const listen = (page: Page): Promise<void> => page.evaluate(noteWords)

/** All that was said since `listen`, with plain spaces. */
export const heardOn = (page: Page): Promise<string> => page.evaluate(() => (Reflect.get(globalThis, 'heard') as string[]).join('\n'))

/** Runs in the page. */
function noteWords() {
  const heard: string[] = []
  Reflect.set(globalThis, 'heard', heard)
  const note = () => {
    for (const region of document.querySelectorAll('[role=status], [aria-live]')) {
      const words = (region.textContent ?? '').replace(/\s+/g, ' ').trim()
      if (words !== '' && heard.at(-1) !== words) heard.push(words)
    }
  }
  note()
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true })
}
