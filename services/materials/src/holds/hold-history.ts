import type { Projection } from '@filature/aggregates/projection'
import { eventName, eventType, topicOf } from '@filature/contracts/events/registry'
import type { Holder, LotState } from '@filature/contracts/materials/events'
import type { HoldKind } from '@filature/contracts/materials/vocabulary'
import type { EventRecord } from '@filature/kernel/event'
import type { Instant } from '@filature/kernel/instant'
import type { BaseUnit } from '@filature/kernel/quantity'

export interface PlacedFacts {
  readonly qty: number
  readonly kind: HoldKind
  readonly expiresAt: Instant | null
  readonly createdAt: Instant
  /** Left in the lot afterwards, base units. */
  readonly available: number
  /** The lot's version with this hold. */
  readonly version: number
}

/** What became of a hold. Holds leave their lot when they end; their history is here. */
export interface HoldHistory {
  readonly holdId: string
  readonly memberId?: string
  readonly holder?: Holder
  /** What was asked for and answered when it was placed: the same request again gets the same answer, also after the end. */
  readonly placed?: PlacedFacts
  readonly lotId?: string
  readonly code?: string
  readonly designation?: string
  readonly unit?: BaseUnit
  readonly qty?: number
  readonly createdAt?: string
  readonly ended: boolean
  readonly endedAt?: string
  /** When it was placed, or ended: what lists are sorted by. */
  readonly sinceAt?: string
  readonly state: 'active' | 'picked-up' | 'released' | 'expired' | 'no-show' | 'cut'
  readonly slip: string | null
}

/** The fields read here of what a lot publishes about a hold, and a slip about itself. */
interface HoldNews {
  readonly holdId: string
  readonly lot: LotState
  readonly holder: Holder
  readonly qty: number
  readonly kind: HoldKind
  readonly expiresAt: Instant | null
  readonly why: string
  readonly endedAt: string
  readonly remaining: number
  readonly number: string
}

const SERVICE = 'materials'
export const HOLD_HISTORY = 'hold-history'

export const holdHistory: Projection<HoldHistory> = {
  collection: {
    name: HOLD_HISTORY,
    indexes: { byMember: ['memberId', 'ended', 'sinceAt'] },
  },
  topics: [topicOf(SERVICE)],
  types: ['LotHeld', 'HoldReleased', 'HoldCut', 'LotPickedUp', 'SlipIssued'].map((name) => eventType(SERVICE, name)),
  rowsOf: (event) => [newsOf(event).holdId],
  apply(row, event, holdId) {
    const news = newsOf(event)
    const before: HoldHistory = row ?? { holdId, ended: false, state: 'active', slip: null }
    const ended = (state: HoldHistory['state'], endedAt: string): HoldHistory => ({
      ...before,
      state,
      ended: true,
      endedAt,
      sinceAt: endedAt,
    })
    switch (eventName(event.type)) {
      case 'LotHeld': {
        const { lotId, code, designation, unit, available } = news.lot
        const { holder, qty, kind, expiresAt } = news
        const placed = { qty, kind, expiresAt, createdAt: event.time, available, version: event.sequence }
        return {
          ...before,
          memberId: holder.memberId,
          holder,
          lotId,
          code,
          designation,
          unit,
          qty,
          createdAt: event.time,
          sinceAt: before.sinceAt ?? event.time,
          placed,
        }
      }
      case 'HoldReleased':
        return ended(news.why === 'expired' || news.why === 'no-show' ? news.why : 'released', news.endedAt)
      case 'HoldCut':
        return news.qty === 0 ? ended('cut', event.time) : { ...before, qty: news.qty }
      case 'LotPickedUp':
        return news.remaining === 0 ? ended('picked-up', event.time) : before
      case 'SlipIssued':
        return { ...before, slip: news.number }
      default:
        return before
    }
  },
}

/** Written by this service's own `publish`, checked against the catalogue before it was written. */
function newsOf(event: EventRecord): HoldNews {
  return event.data as HoldNews
}
