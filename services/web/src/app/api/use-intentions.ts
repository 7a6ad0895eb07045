import { useRef, useState } from 'react'
import { isRefused, isUndecided, type Refused } from './refused.ts'

/**
 * What one can do with one thing, each act with a key of its own: kept while nobody has decided, another one after every
 * answer. The last refusal stands until an act succeeds or it is forgotten.
 */
export function useIntentions() {
  const [refusal, setRefusal] = useState<Refused | undefined>(undefined)
  const keys = useRef(new Map<string, string>())
  /** Anything but a refusal is thrown on. */
  const act = async (name: string, send: (idempotencyKey: string) => Promise<void>): Promise<void> => {
    const key = keys.current.get(name) ?? crypto.randomUUID()
    keys.current.set(name, key)
    try {
      await send(key)
      keys.current.delete(name)
      setRefusal(undefined)
    } catch (error) {
      if (!isRefused(error)) throw error
      if (!isUndecided(error)) keys.current.delete(name)
      setRefusal(error)
    }
  }
  return { act, refusal, forgetRefusal: () => setRefusal(undefined) }
}
