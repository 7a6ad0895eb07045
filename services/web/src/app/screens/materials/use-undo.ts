import { useRef, useState } from 'react'
import { isRefused, type Refused } from '../../api/refused.ts'
import { type Hold, useTakeHold } from './holds-data.ts'

/** A hold given back can be taken again while the toast is there: a new hold of the same quantity, if it is still free. */
export function useUndoRelease() {
  const { mutateAsync } = useTakeHold()
  const [released, setReleased] = useState<Hold | undefined>(undefined)
  const [refusal, setRefusal] = useState<{ readonly hold: Hold; readonly refused: Refused } | undefined>(undefined)
  const key = useRef('')
  return {
    released,
    refusal,
    onReleased: (hold: Hold) => {
      key.current = crypto.randomUUID()
      setRefusal(undefined)
      setReleased(hold)
    },
    forget: () => setReleased(undefined),
    forgetRefusal: () => setRefusal(undefined),
    takeBack: async () => {
      if (released === undefined) return
      const hold = released
      setReleased(undefined)
      try {
        await mutateAsync({ lotId: hold.lotId, qty: hold.qty, idempotencyKey: key.current })
      } catch (error) {
        if (!isRefused(error)) throw error
        setRefusal({ hold, refused: error })
      }
    },
  }
}
