import type { Page } from 'playwright-core'

/** What runs out of the window sideways or is cut off inside its box; nothing, on a good screen. */
export function misfitsOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const misfits: string[] = []
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
    if (wide > 0) misfits.push(`the page scrolls sideways by ${wide} px`)
    const outline = (element: Element) => `${element.outerHTML.slice(0, 140)} “${(element.textContent ?? '').trim().slice(0, 60)}”`
    /** Said to readers only, closed, or scrolled sideways on purpose (a row of swatches): not a matter of room. */
    const isElsewhere = (element: Element): boolean => {
      if (element.closest('.sr, .skip, [aria-hidden=true], svg, dialog:not([open]), [popover]:not(:popover-open)') !== null) return true
      for (let box: Element | null = element; box !== null; box = box.parentElement) {
        const { overflowX, position } = getComputedStyle(box)
        if (
          box !== element &&
          (overflowX === 'auto' || overflowX === 'scroll') &&
          box.scrollWidth > box.clientWidth &&
          position !== 'fixed'
        )
          return true
      }
      return false
    }
    for (const element of document.body.querySelectorAll('*')) {
      const { left, right, width, height } = element.getBoundingClientRect()
      if (width < 1 || height < 1 || isElsewhere(element)) continue
      const style = getComputedStyle(element)
      if (style.visibility === 'hidden') continue
      if (right > document.documentElement.clientWidth + 1 || left < -1)
        misfits.push(`outside by ${Math.round(Math.max(right - document.documentElement.clientWidth, -left))} px: ${outline(element)}`)
      const cutsX =
        style.overflowX !== 'visible' &&
        style.overflowX !== 'auto' &&
        style.overflowX !== 'scroll' &&
        element.scrollWidth > element.clientWidth + 1
      const cutsY =
        style.overflowY !== 'visible' &&
        style.overflowY !== 'auto' &&
        style.overflowY !== 'scroll' &&
        element.scrollHeight > element.clientHeight + 1
      const hasWords = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '')
      const isField = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
      if ((cutsX || cutsY) && hasWords && !isField) misfits.push(`cut off: ${outline(element)}`)
    }
    return misfits
  })
}
