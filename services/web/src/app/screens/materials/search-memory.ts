/**
 * What the search remembers while one looks at a lot: its address, and the lot that was opened, whose link has the focus
 * again when one comes back.
 */
let address: Readonly<Record<string, string>> = {}
let opened: string | undefined
let listAt: number | undefined

export function rememberSearch(params: Readonly<Record<string, string>>): void {
  address = params
}

export const lastSearch = (): Readonly<Record<string, string>> => address

export function rememberOpened(lotId: string): void {
  opened = lotId
  listAt = historyIndex()
}

/** The lot opened last, once. */
export function takeOpened(): string | undefined {
  const lotId = opened
  opened = undefined
  return lotId
}

/** The list is the page right before this one: going back finds it as it was. */
export function listIsBehind(): boolean {
  const here = historyIndex()
  return here !== undefined && listAt !== undefined && here === listAt + 1
}

/** Place of the present page in the history, as the router numbers its entries. */
function historyIndex(): number | undefined {
  const state: unknown = window.history.state
  if (typeof state !== 'object' || state === null || !('__TSR_index' in state)) return undefined
  return typeof state.__TSR_index === 'number' ? state.__TSR_index : undefined
}
