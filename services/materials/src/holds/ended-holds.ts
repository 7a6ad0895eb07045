import type { Projection } from '@filature/aggregates/projection'
import { eventName, eventType, topicOf } from '@filature/contracts/events/registry'
import type { LotState } from '@filature/contracts/materials/events'
import type { EventRecord } from '@filature/kernel/event'
import type { BaseUnit } from '@filature/kernel/quantity'

/** What became of a hold. Holds leave their lot when they end; their history is here. */
export interface HoldHistory {
  readonly holdId: string
  readonly memberId?: string
  readonly lotId?: string
  readonly code?: string
  readonly designation?: string
  readonly unit?: BaseUnit
  readonly qty?: number
  readonly createdAt?: string
  readonly ended: boolean
  readonly endedAt?: string
  readonly state: 'active' | 'picked-up' | 'released' | 'expired' | 'no-show' | 'cut'
  readonly slip: string | null
}

/** The fields read here of what a lot publishes about a hold, and a slip about itself. */
interface HoldNews {
  readonly holdId: string
  readonly lot: LotState
  readonly holder: { readonly memberId: string }
  readonly qty: number
  readonly why: string
  readonly endedAt: string
  readonly remaining: number
  readonly number: string
}

const SERVICE = 'materials'
export const ENDED_HOLDS = 'ended-holds'

export const endedHolds: Projection<HoldHistory> = {
  collection: { name: ENDED_HOLDS, indexes: { byMember: ['memberId', 'ended', 'endedAt'] } },
  topics: [topicOf(SERVICE)],
  types: ['LotHeld', 'HoldReleased', 'HoldCut', 'LotPickedUp', 'SlipIssued'].map((name) => eventType(SERVICE, name)),
  rowsOf: (event) => [newsOf(event).holdId],
  apply(row, event, holdId) {
    const news = newsOf(event)
    const before: HoldHistory = row ?? { holdId, ended: false, state: 'active', slip: null }
    const ended = (state: HoldHistory['state'], endedAt: string): HoldHistory => ({ ...before, state, ended: true, endedAt })
    switch (eventName(event.type)) {
      case 'LotHeld': {
        const { lotId, code, designation, unit } = news.lot
        return { ...before, memberId: news.holder.memberId, lotId, code, designation, unit, qty: news.qty, createdAt: event.time }
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
