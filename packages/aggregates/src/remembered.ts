import { hash } from 'node:crypto'
import type { Memory } from '@filature/store/port'

/** One answer an aggregate remembers. Short names: it is kept by the hundred. */
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

/** What the commands of one batch add: answers to those with a key, and to those without, which only the next batch may need. */
export interface NewAnswers {
  readonly keyed: readonly RememberedAnswer[]
  readonly passing: readonly RememberedAnswer[]
}

/**
 * The last answers of one aggregate. Only accepted commands are remembered: a refusal changed nothing, so deciding it again
 * is safe and may even turn out better for the person.
 */
export interface Remembered {
  /** How many answers were ever added; the store guards writes by it. */
  revision: number
  /** Oldest first. */
  readonly keyed: Map<string, RememberedAnswer>
  /** Of the last write: a commit whose outcome got lost on the way is recognised by them. */
  passing: ReadonlyMap<string, RememberedAnswer>
}

export const nothingRemembered = (): Remembered => ({ revision: 0, keyed: new Map(), passing: new Map() })

export function rememberedFrom({ revision, answers, passing }: Memory, most: number): Remembered {
  // The store hands back what `remember` was told; nobody else writes there.
  const byKey = (list: readonly unknown[]) => new Map((list as readonly RememberedAnswer[]).map((answer) => [answer.k, answer]))
  return { revision, keyed: byKey(answers.slice(Math.max(0, answers.length - most))), passing: byKey(passing) }
}

/** The answer given before to the command with this key. */
export function rememberedAnswer({ keyed, passing }: Remembered, key: string): RememberedAnswer | undefined {
  return keyed.get(key) ?? passing.get(key)
}

/** Takes in what is written; of the answers to keys no more than `most` stay, the newest. */
export function remember(remembered: Remembered, { keyed, passing }: NewAnswers, most: number): void {
  remembered.revision += keyed.length
  remembered.passing = new Map(passing.map((answer) => [answer.k, answer]))
  for (const answer of keyed) remembered.keyed.set(answer.k, answer)
  for (const oldest of remembered.keyed.keys()) {
    if (remembered.keyed.size <= most) break
    remembered.keyed.delete(oldest)
  }
}

export const keyOf = (actorId: string, idempotencyKey: string): string => `${actorId}\n${idempotencyKey}`

/** 96 bits of SHA-256 over the command as JSON: enough to tell a repeat from a mistake. */
export function fingerprintOf(command: unknown): string {
  return hash('sha256', JSON.stringify(command), 'base64url').slice(0, 16)
}
