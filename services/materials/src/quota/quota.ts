import type { Instant } from '@filature/kernel/instant'

export interface Claim {
  readonly lotId: string
  /** Grams; 0 where the lot's mass is not known. */
  readonly massG: number
  readonly claimedAt: Instant
}

/** What one holder (person, organisation, worksite) keeps at the same time, and how they used it. */
export interface HolderQuota {
  readonly holderId: string
  /** By hold. */
  readonly claims: Readonly<Record<string, Claim>>
  /** Lots that this holder let run out, closed to them until an instant. */
  readonly cooldowns: Readonly<Record<string, Instant>>
  /** Ends of the holds that ran out and do not yet make a strike. */
  readonly expiries: readonly Instant[]
  readonly strikes: readonly Instant[]
  /** Until when the cap is one hold. */
  readonly limitedUntil: Instant | null
}

export const NO_QUOTA: HolderQuota = { holderId: '', claims: {}, cooldowns: {}, expiries: [], strikes: [], limitedUntil: null }

/** One quota for each holder. */
export const quotaIdOf = (holderId: string): string => `cap_${holderId}`

export interface QuotaCaps {
  readonly holds: number
  readonly massG: number
}

export interface StrikePolicy {
  /** So many expiries within the window make a strike. */
  readonly expiriesPerStrike: number
  readonly expiryWindowMs: number
  /** So many strikes within the window limit the holder to one hold, for a time. */
  readonly strikesToLimit: number
  readonly strikeWindowMs: number
  readonly limitMs: number
}

/** How a hold ended. `compensation`: it never began. */
export type EndedWhy = 'user' | 'expired' | 'no-show' | 'cancel' | 'compensation' | 'picked-up' | 'cut'

export type QuotaCommand =
  | {
      readonly type: 'ClaimQuota'
      readonly holderId: string
      readonly holdId: string
      readonly lotId: string
      readonly massG: number
      readonly caps: QuotaCaps
    }
  | {
      readonly type: 'FreeQuota'
      readonly holdId: string
      readonly why: EndedWhy
      readonly endedAt: Instant
      readonly cooldownUntil: Instant | null
    }
  /** A part was fetched or cut: the rest is still claimed. */
  | { readonly type: 'ReduceClaim'; readonly holdId: string; readonly massG: number }
  | { readonly type: 'ForgiveStrikes' }

interface At {
  readonly at: Instant
}

export type QuotaEvent =
  | {
      readonly type: 'QuotaClaimed'
      readonly data: At & { readonly holderId: string; readonly holdId: string; readonly lotId: string; readonly massG: number }
    }
  | {
      readonly type: 'QuotaFreed'
      readonly data: At & {
        readonly holdId: string
        readonly restG: number | null
        readonly expiredAt: Instant | null
        readonly cooldownUntil: Instant | null
      }
    }
  | { readonly type: 'StrikeRecorded'; readonly data: At & { readonly why: 'no-show' | 'expiries'; readonly limitedUntil: Instant | null } }
  | { readonly type: 'StrikesForgiven'; readonly data: At }

export function evolveQuota(state: HolderQuota, event: QuotaEvent): HolderQuota {
  const { at } = event.data
  switch (event.type) {
    case 'QuotaClaimed': {
      const { holderId, holdId, lotId, massG } = event.data
      const cooldowns = Object.fromEntries(Object.entries(state.cooldowns).filter(([, until]) => at < until))
      return { ...state, holderId, cooldowns, claims: { ...state.claims, [holdId]: { lotId, massG, claimedAt: at } } }
    }
    case 'QuotaFreed': {
      const { holdId, restG, expiredAt, cooldownUntil } = event.data
      const { [holdId]: claim, ...others } = state.claims
      if (claim === undefined) return state
      return {
        ...state,
        claims: restG === null ? others : { ...others, [holdId]: { ...claim, massG: restG } },
        cooldowns: cooldownUntil === null ? state.cooldowns : { ...state.cooldowns, [claim.lotId]: cooldownUntil },
        expiries: expiredAt === null ? state.expiries : [...state.expiries, expiredAt],
      }
    }
    case 'StrikeRecorded':
      return {
        ...state,
        expiries: event.data.why === 'expiries' ? [] : state.expiries,
        strikes: [...state.strikes, at],
        limitedUntil: event.data.limitedUntil ?? state.limitedUntil,
      }
    case 'StrikesForgiven':
      return { ...state, strikes: [], expiries: [], limitedUntil: null }
  }
}
