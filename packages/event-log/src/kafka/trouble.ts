import type { Warn } from '../port.ts'
import { BrokerRefusal, isPassing } from './failures.ts'

/** How long brokers may be busy with themselves before anybody is told, in milliseconds: electing, loading, making topics known. */
const USUAL_MS = 2_000

/** What is tried again without an end, told once for each reason until it is over. */
export interface Trouble {
  tell(message: string, cause: unknown): void
  over(): void
}

export function troubleWith(warn: Warn): Trouble {
  let since: number | undefined
  const told = new Set<string>()
  return {
    tell(message, cause) {
      since ??= performance.now()
      const isUsual = cause instanceof BrokerRefusal && isPassing(cause)
      if (told.has(message) || (isUsual && performance.now() - since < USUAL_MS)) return
      told.add(message)
      warn(message, cause)
    },
    over() {
      since = undefined
      told.clear()
    },
  }
}
