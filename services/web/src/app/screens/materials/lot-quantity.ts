import { useState } from 'react'
import { toBase } from '../../words/numbers.ts'
import { isSellable, nearestSellable, snap, stepped } from './granularity.ts'
import type { Lot } from './lot-data.ts'

/** Why the quantity is not what was typed. */
export type Hint =
  | { readonly kind: 'off'; readonly asked: number; readonly nearest: readonly number[] }
  | { readonly kind: 'short'; readonly most: number }

/**
 * The quantity one is about to hold, in base units. What cannot be cut so goes to the nearest that can, with both
 * neighbours to choose from; more than there is stays as typed until one takes what is left.
 */
export function useQuantity(lot: Lot, available: number, asked: number | undefined) {
  const { granularity, unit } = lot
  const [chosen, setChosen] = useState<number | undefined>(undefined)
  const [off, setOff] = useState<{ readonly asked: number; readonly nearest: readonly number[] } | undefined>(() =>
    asked === undefined || asked > available || isSellable(granularity, available, asked)
      ? undefined
      : { asked, nearest: nearestSellable(granularity, available, asked) },
  )
  const first = snap(granularity, available, asked === undefined ? granularity.min : Math.min(asked, available))
  const qty = chosen ?? first
  const most = isSellable(granularity, available, available) ? available : 0
  const hint: Hint | undefined = qty > available ? { kind: 'short', most } : off === undefined ? undefined : { kind: 'off', ...off }

  const set = (next: number) => {
    setOff(undefined)
    setChosen(next)
  }
  return {
    qty,
    hint,
    set,
    step: (direction: -1 | 1) => set(stepped(granularity, available, Math.min(qty, available), direction)),
    typed: (text: string) => {
      const base = toBase(text, unit)
      if (base === undefined || base <= 0) return
      if (base > available || isSellable(granularity, available, base)) return set(base)
      setOff({ asked: base, nearest: nearestSellable(granularity, available, base) })
      setChosen(snap(granularity, available, base))
    },
    least: stepped(granularity, available, Math.min(qty, available), -1) === Math.min(qty, available),
    full: qty >= available,
  }
}

export type Quantity = ReturnType<typeof useQuantity>
