import type { Tone } from '../pieces/tone.ts'

/**
 * What somebody asked for before signing in (a line, a hold): kept in this browser for an hour, because a link in a mail
 * opens another tab, and carried out once after sign-in by the screen that knows how. The key makes it the same intention
 * when it is sent again.
 */
export interface PendingAct {
  readonly kind: 'set-line' | 'hold-lot' | 'wait-for-lot'
  /** Path of the screen that will carry it out. */
  readonly returnTo: string
  readonly idempotencyKey: string
  readonly values: Readonly<Record<string, string | number>>
  /** How the sign-in page shows what is waiting: `1 kg de carottes de garde`. */
  readonly shown?: { readonly title: string; readonly drawingKind: 'produce' | 'materials'; readonly drawing: string; readonly tone: Tone }
}

interface Stored {
  readonly act: PendingAct
  /** Epoch milliseconds. */
  readonly until: number
}

const STORED = 'filature.pending-act'
const KEPT_MS = 3_600_000

export function rememberAct(act: PendingAct): void {
  try {
    localStorage.setItem(STORED, JSON.stringify({ act, until: Date.now() + KEPT_MS } satisfies Stored))
  } catch {
    // A browser that keeps nothing: the person asks again after sign-in.
  }
}

/** What is waiting, without taking it. */
export function waitingAct(): PendingAct | undefined {
  try {
    const stored = localStorage.getItem(STORED)
    if (stored === null) return undefined
    // Written by `rememberAct` only.
    const { act, until } = JSON.parse(stored) as Stored
    if (until > Date.now()) return act
    localStorage.removeItem(STORED)
  } catch {
    // Unreadable or refused storage: nothing waits.
  }
  return undefined
}

/** The act, once: taking it forgets it. */
export function takeAct(kind: PendingAct['kind']): PendingAct | undefined {
  const act = waitingAct()
  if (act?.kind !== kind) return undefined
  localStorage.removeItem(STORED)
  return act
}
