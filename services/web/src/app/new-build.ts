/**
 * A tab that stays open over a new version of the place: the parts it has not fetched yet have gone from the server. The
 * page is then fetched again, once for each address and build, so that a part that is missing for another reason never
 * makes a loop.
 */
export interface OpenTab {
  /** Where `vite:preloadError` is heard. */
  readonly events: EventTarget
  /** Remembers what was tried, for as long as the tab lives. */
  readonly storage: () => Pick<Storage, 'getItem' | 'setItem'>
  /** Which build this tab runs: the address of its first script. */
  readonly build: string
  /** Where the person is, or is going. */
  address(): string
  isOnline(): boolean
  /** Fetching the page anew would take away what somebody writes. */
  isWriting(): boolean
  fetchAnew(): void
}

const TRIED = 'filature.fetched-anew'
const MOST_REMEMBERED = 50

let isLeaving = false

export function followNewBuilds(tab: OpenTab): void {
  tab.events.addEventListener('vite:preloadError', () => {
    if (isLeaving || !tab.isOnline() || tab.isWriting() || !isFirstTry(tab)) return
    isLeaving = true
    tab.fetchAnew()
  })
}

/** A part that is missing because the page is about to be replaced is waited for; any other fault is passed on. */
export function orLeaving<T>(part: Promise<T>): Promise<T> {
  return part.catch((error: unknown) => {
    if (isLeaving) return new Promise<never>(() => undefined)
    throw error
  })
}

/** False also where nothing can be remembered: without a memory one try could become many. */
function isFirstTry({ storage, build, address }: OpenTab): boolean {
  try {
    const kept = storage()
    const tried = (kept.getItem(TRIED) ?? '').split('\n')
    const attempt = `${build} ${address()}`
    if (tried.includes(attempt)) return false
    kept.setItem(TRIED, [...tried, attempt].slice(-MOST_REMEMBERED).join('\n'))
    return true
  } catch {
    return false
  }
}
