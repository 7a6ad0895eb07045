import { accept, type Decider } from '@filature/kernel/decider'
import { derivedId } from '@filature/kernel/ids'

/** BD deposit, BR refusal, BE pick-up, BT transfer. */
export type SlipKind = 'BD' | 'BR' | 'BE' | 'BT'

/** One register for each depot and civil year. Its counters are what makes slip numbers without a gap. */
export interface Register {
  readonly lastNumber: Readonly<Record<SlipKind, number>>
  /** The newest numbers given out, so that a slip that asks again after a crash gets the one it already has. */
  readonly recent: readonly { readonly slipId: string; readonly number: string }[]
}

export interface TakeNumber {
  readonly type: 'TakeNumber'
  readonly kind: SlipKind
  readonly slipId: string
  readonly depotCode: string
  /** Civil year at the place, `2030`. */
  readonly year: string
}

export interface SlipNumbered {
  readonly type: 'SlipNumbered'
  readonly data: { readonly kind: SlipKind; readonly slipId: string; readonly number: string }
}

export interface NumberReply {
  readonly number: string
}

/**
 * A slip asks again only when a crash fell between its number and its own note of it, which the process resumes in
 * seconds: far fewer slips than this are written meanwhile.
 */
const RECENT = 200

export const registerIdOf = (depotId: string, year: string): string => derivedId('reg_', depotId, year)

export const registerDecider: Decider<Register, TakeNumber, SlipNumbered> = {
  aggregate: 'register',
  initial: { lastNumber: { BD: 0, BR: 0, BE: 0, BT: 0 }, recent: [] },
  decide(state, { kind, slipId, depotCode, year }) {
    const known = state.recent.find((slip) => slip.slipId === slipId)
    if (known !== undefined) return accept<SlipNumbered, NumberReply>([], { number: known.number })
    const number = `${kind}-${depotCode}-${year}-${String(state.lastNumber[kind] + 1).padStart(6, '0')}`
    return accept<SlipNumbered, NumberReply>([{ type: 'SlipNumbered', data: { kind, slipId, number } }], { number })
  },
  evolve(state, { data: { kind, slipId, number } }) {
    return {
      lastNumber: { ...state.lastNumber, [kind]: state.lastNumber[kind] + 1 },
      recent: [...state.recent, { slipId, number }].slice(-RECENT),
    }
  },
  publish: ({ data }, _after, { id }) => ({ register: id, ...data }),
}
