import { useState } from 'react'
import { isRefused, type Refused } from './refused.ts'

/** One question to the server at a time: whether it is on its way, and the refusal it got last. Anything else is thrown on. */
export function useAsking() {
  const [working, setWorking] = useState(false)
  const [refusal, setRefusal] = useState<Refused | undefined>(undefined)
  const ask = async (question: () => Promise<void>): Promise<void> => {
    if (working) return
    setWorking(true)
    setRefusal(undefined)
    try {
      await question()
    } catch (error) {
      if (!isRefused(error)) throw error
      setRefusal(error)
    } finally {
      setWorking(false)
    }
  }
  return { ask, working, refusal }
}
