import { serverNowMs } from '../live/server-time.ts'

/**
 * Who is signed in, in this browser. The short token lives in memory; the session itself is identity's HttpOnly cookie,
 * from which a new token is fetched shortly before the old one ends. Only the name is kept in local storage, so that the
 * first paint already knows whether somebody is here.
 */
export interface Person {
  readonly id: string
  readonly displayName: string
  readonly locale: 'fr' | 'en'
}

interface Held {
  readonly token: string
  /** Epoch milliseconds. */
  readonly endsAt: number
}

/** Where somebody came or went: in this window, or in another one of the same browser. */
type Where = 'here' | 'elsewhere'

const STORED = 'filature.person'
/** Renewed this long before its end. */
const EARLY_MS = 30_000
/** A question without an answer for so long is asked again, in milliseconds. */
const ANSWER_WITHIN_MS = 20_000

let held: Held | undefined
let person: Person | undefined = readStored()
/** Whether what the browser remembers is what this window last wrote there. */
let isKept = true
/** The question for a new token that is on its way, and for which arrival it was asked. */
let renewing: { readonly asked: number; readonly done: Promise<void> } | undefined
/** Counts who came and went: an answer to an older question is about somebody who may be gone. */
let arrivals = 0
const listeners = new Set<(where: Where) => void>()

function readStored(): Person | undefined {
  try {
    const stored = localStorage.getItem(STORED)
    // Written by `signedIn` below and by nobody else; a broken value counts as nobody.
    return stored === null ? undefined : (JSON.parse(stored) as Person)
  } catch {
    return undefined
  }
}

function tell(next: Person | undefined): void {
  person = next
  try {
    if (next === undefined) localStorage.removeItem(STORED)
    else localStorage.setItem(STORED, JSON.stringify(next))
    isKept = true
  } catch {
    // Private windows may refuse storage; the session then lasts as long as the page.
    isKept = false
  }
  for (const listener of listeners) listener('here')
}

export const currentPerson = (): Person | undefined => person

export function onPersonChange(listener: (where: Where) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Told when somebody else is here than before, or nobody any more; not of a new name or token. */
export function onOtherPerson(listener: (before: Person | undefined, where: Where) => void): () => void {
  let known = person
  return onPersonChange((where) => {
    const before = known
    known = person
    if (before?.id !== known?.id) listener(before, where)
  })
}

/** Another name of the person who is here. */
export function renamed(displayName: string): void {
  if (person !== undefined) tell({ ...person, displayName })
}

export function signedIn(answer: { token: string; expiresAt: string; member: Person }): void {
  arrivals += 1
  held = { token: answer.token, endsAt: Date.parse(answer.expiresAt) }
  tell(answer.member)
}

/** `out`: nobody is here any more. `renew`: the rights changed; fetch a new token, keep the person. */
export async function signedOut(how: 'out' | 'renew'): Promise<void> {
  held = undefined
  if (how === 'renew') return renew()
  arrivals += 1
  tell(undefined)
}

/**
 * All windows of a browser are one person's, whose name stands in the local storage: what another window wrote there is taken
 * over at once, and by one that slept in the history when it is shown again.
 */
export function followOtherWindows(window: Pick<EventTarget, 'addEventListener'>): void {
  window.addEventListener('storage', (event) => {
    // Named by its type; `null`: everything was cleared.
    const { key } = event as StorageEvent
    if (key === STORED || key === null) takeOver()
  })
  window.addEventListener('pageshow', () => {
    if (isOvertaken()) takeOver()
  })
}

/** The session is the other window's now, so the token of the one before is dropped even when it is the same person. */
function takeOver(): void {
  arrivals += 1
  held = undefined
  person = readStored()
  for (const listener of listeners) listener('elsewhere')
}

const isOvertaken = (): boolean => isKept && readStored()?.id !== person?.id

/** One question for all who wait; an older one that is about somebody who may be gone answers nobody any more. */
function renew(): Promise<void> {
  if (renewing?.asked !== arrivals) {
    const asking = { asked: arrivals, done: askAnew() }
    renewing = asking
    void asking.done.then(() => {
      if (renewing === asking) renewing = undefined
    })
  }
  return renewing.done
}

async function askAnew(): Promise<void> {
  const asked = arrivals
  try {
    const response = await fetch('/api/identity/v1/token', {
      method: 'POST',
      credentials: 'same-origin',
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    const answer = response.ok ? await response.json() : undefined
    if (asked !== arrivals) return
    if (answer !== undefined) signedIn(answer)
    else if (response.status === 401) ended()
  } catch {
    // No network: the person stays known, calls fail as offline.
  }
}

/** The session is over; unless another window began the next one while this one asked. */
function ended(): void {
  if (isOvertaken() && readStored() !== undefined) takeOver()
  else tell(undefined)
}

/** A token that still lives, or undefined when nobody is signed in. Calls to identity's own sign-in never wait for it. */
export async function freshToken(url?: string): Promise<string | undefined> {
  if (person === undefined || url?.startsWith('/api/identity/v1/sign-in') === true) return undefined
  if (held === undefined || held.endsAt - EARLY_MS < serverNowMs()) {
    const asked = arrivals
    await renew()
    // Somebody else is here since then: that answer was not about them.
    if (held === undefined && asked !== arrivals && person !== undefined) await renew()
  }
  return held?.token
}
