import type { HubPolicy, PickupPoint } from '@filature/contracts/market/hub'
import type { PayMode, SessionState } from '@filature/contracts/market/shapes'
import { derivedId } from '@filature/kernel/ids'
import type { Instant } from '@filature/kernel/instant'
import type { BookableSlot } from '../slots/slot-book.ts'

/** One session per hub and pick-up day: scheduling twice makes no twin. */
export const sessionIdOf = (hubId: string, pickupDate: string): string => derivedId('ses_', hubId, pickupDate)

export interface SessionPoint extends Omit<PickupPoint, 'slots'> {
  readonly slots: readonly BookableSlot[]
}

export interface SessionProducer {
  readonly id: string
  readonly name: string
  readonly town: string
  readonly orgId: string
  readonly closesAt: Instant
  readonly state: 'invited' | 'listed' | 'declined' | 'closed'
}

/** A sale with its distribution. Policy, bands and points are copies: what a hub changes later does not touch it (I9). */
export interface Session {
  readonly hubId: string
  readonly hubName: string
  readonly orgId: string
  readonly number: number
  readonly pickupDate: string
  readonly opensAt: Instant
  readonly closesAt: Instant
  readonly firstPickupAt: Instant
  readonly lastPickupAt: Instant
  readonly points: readonly SessionPoint[]
  readonly producers: readonly SessionProducer[]
  readonly policy: HubPolicy
  readonly bands: readonly { readonly pctBp: number }[]
  readonly payModes: readonly PayMode[]
  /** Names what the buyer was shown: changes with policy, bands, ways to pay. */
  readonly termsVersion: string
  readonly state: SessionState
  readonly reason: string | null
}

export type Schedule = Omit<Session, 'state' | 'reason' | 'producers'> & { readonly producers: readonly Omit<SessionProducer, 'state'>[] }

/** Scheduled, open or closed at an instant; what a person decided (cancelled, settled…) stays. */
export function sessionStateAt(session: Pick<Session, 'state' | 'opensAt' | 'closesAt'>, now: Instant): SessionState {
  const { state, opensAt, closesAt } = session
  if (state !== 'scheduled' && state !== 'opening' && state !== 'open') return state
  if (now >= closesAt) return 'closed'
  return now >= opensAt ? 'open' : 'scheduled'
}
