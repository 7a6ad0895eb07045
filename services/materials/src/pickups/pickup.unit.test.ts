import { HOUR } from '@filature/kernel/instant'
import { describe, expect, it } from 'vitest'
import type { RecordPickup } from '../lots/commands.ts'
import { eventTypes, publishedLot } from '../testing/lot-scenario.ts'
import { DOORS, holdOf, NEW_BUILDING } from '../testing/samples.ts'

const pickup = (qty: number, more: Partial<RecordPickup> = {}): RecordPickup => ({
  type: 'RecordPickup',
  holdId: 'hld_a',
  slipId: 'slp_1',
  qty,
  massG: null,
  unitCents: null,
  destination: { kind: 'member', siret: null, insee: null, worksiteId: null, km: 20 },
  vehicle: 'tr-van-diesel',
  ...more,
})
const held = (qty: number) => publishedLot(DOORS).given(holdOf('hld_a', qty))

describe('fetching a hold', () => {
  it('of 10 held and 6 fetched, 4 stay held until the deadline and are then free', () => {
    const lot = held(10)
    const decision = lot.when(pickup(6), HOUR)
    expect(eventTypes(decision)).toEqual(['LotPickedUp'])
    expect(decision.refused !== true && decision.reply).toMatchObject({
      remaining: 4,
      massG: 111_000,
      massMethod: 'measured',
      priceCents: 15_000,
    })
    expect(lot.lot()).toMatchObject({ out: 6, holds: [{ holdId: 'hld_a', qty: 4 }] })
    lot.given({ type: 'ExpireHolds' }, 48 * HOUR)
    expect(lot.stock()).toMatchObject({ available: 4, held: 0 })
  })

  it('carries the impact of what left, over both legs', () => {
    const decision = held(10).when(pickup(6))
    expect(decision.refused !== true && decision.reply).toMatchObject({ impact: { complete: true, km: 20 + NEW_BUILDING.km } })
    const nowhere = { kind: 'member', siret: null, insee: null, worksiteId: null, km: null }
    const unknown = held(10).when(pickup(6, { destination: nowhere }))
    expect(unknown.refused !== true && unknown.reply).toMatchObject({ impact: { complete: false, km: NEW_BUILDING.km } })
  })

  it('what was weighed at hand-over wins over the lot’s own figure', () => {
    const decision = held(10).when(pickup(6, { massG: 100_000 }))
    expect(decision.refused !== true && decision.reply).toMatchObject({ massG: 100_000, massMethod: 'measured' })
  })

  it('is refused beyond the hold, after its end, and below the solidarity price', () => {
    expect(held(2).when(pickup(3))).toMatchObject({ code: 'over-pickup', figures: { qty: 2 } })
    expect(held(2).when(pickup(2), 48 * HOUR)).toMatchObject({ code: 'hold-ended' })
    const solidarity = publishedLot({ ...DOORS, price: { mode: 'solidarity', unitCents: 2_500, minCents: 1_000 } }).given(
      holdOf('hld_a', 2),
    )
    expect(solidarity.when(pickup(2, { unitCents: 999 }))).toMatchObject({ code: 'below-minimum-price', figures: { minCents: 1_000 } })
    expect(solidarity.when(pickup(2, { unitCents: 1_000 }))).toMatchObject({ reply: { priceCents: 2_000 } })
  })

  it('waits where the price is points or a quote that nobody has settled', () => {
    const points = publishedLot({ ...DOORS, price: { mode: 'points', unitPoints: 3 } }).given(holdOf('hld_a', 2))
    expect(points.when(pickup(2))).toMatchObject({ code: 'points-pending' })
    const quote = publishedLot({ ...DOORS, price: { mode: 'quote' } }).given(holdOf('hld_a', 2))
    expect(quote.when(pickup(2))).toMatchObject({ code: 'quote-open' })
  })
})
