import { hash } from 'node:crypto'

/** One answer an aggregate remembers in its own document. Short names: it is written with every commit. */
export interface RememberedAnswer {
  /** Actor and Idempotency-Key. */
  readonly k: string
  /** Fingerprint of the command. */
  readonly f: string
  /** Reply, undefined when the command had none. */
  readonly r?: unknown
  /** Version after the command. */
  readonly v: number
}

/**
 * The last answers of one aggregate, oldest first. Only accepted commands are remembered: a refusal changed nothing, so
 * deciding it again is safe and may even turn out better for the person.
 */
export interface Remembered {
  readonly answers: readonly RememberedAnswer[]
  readonly byKey: ReadonlyMap<string, RememberedAnswer>
}

export const NOTHING_REMEMBERED: Remembered = { answers: [], byKey: new Map() }

export function rememberedFrom(memory: unknown): Remembered {
  if (!Array.isArray(memory) || memory.length === 0) return NOTHING_REMEMBERED
  // The store hands back what `memoryOf` gave it; nobody else writes that field.
  const answers = memory as RememberedAnswer[]
  return { answers, byKey: new Map(answers.map((answer) => [answer.k, answer])) }
}

export function remember(before: Remembered, added: readonly RememberedAnswer[], most: number): Remembered {
  if (added.length === 0) return before
  const kept = before.answers.filter((answer) => !answer.k.startsWith(ONCE))
  const answers = [...kept, ...added].slice(-most)
  return { answers, byKey: new Map(answers.map((answer) => [answer.k, answer])) }
}

/**
 * Marks keys that the runtime makes up for commands without one. They only serve to recognise a commit whose outcome got
 * lost on the way, so they are dropped by the next commit.
 */
export const ONCE = '~'

export const keyOf = (actorId: string, idempotencyKey: string): string => `${actorId}\n${idempotencyKey}`

/** 96 bits of SHA-256 over the command as JSON: enough to tell a repeat from a mistake. */
export function fingerprintOf(command: unknown): string {
  return hash('sha256', JSON.stringify(command), 'base64url').slice(0, 16)
}
