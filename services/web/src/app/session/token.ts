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

const STORED = 'filature.person'
/** Renewed this long before its end. */
const EARLY_MS = 30_000

let held: Held | undefined
let person: Person | undefined = readStored()
let renewing: Promise<void> | undefined
/** Counts who came and went: an answer to an older question is about somebody who may be gone. */
let arrivals = 0
const listeners = new Set<() => void>()

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
  } catch {
    // Private windows may refuse storage; the session then lasts as long as the page.
  }
  for (const listener of listeners) listener()
}

export const currentPerson = (): Person | undefined => person

export function onPersonChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
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

async function renew(): Promise<void> {
  renewing ??= (async () => {
    const asked = arrivals
    try {
      const response = await fetch('/api/identity/v1/token', {
        method: 'POST',
        credentials: 'same-origin',
        headers: { Accept: 'application/json' },
      })
      const answer = response.ok ? await response.json() : undefined
      if (asked !== arrivals) return
      if (answer !== undefined) signedIn(answer)
      else if (response.status === 401) tell(undefined)
    } catch {
      // No network: the person stays known, calls fail as offline.
    } finally {
      renewing = undefined
    }
  })()
  await renewing
}

/** A token that still lives, or undefined when nobody is signed in. Calls to identity's own sign-in never wait for it. */
export async function freshToken(url?: string): Promise<string | undefined> {
  if (person === undefined || url?.startsWith('/api/identity/v1/sign-in') === true) return undefined
  if (held === undefined || held.endsAt - EARLY_MS < serverNowMs()) await renew()
  return held?.token
}
