import { SECOND } from '@filature/kernel/instant'
import { describe, expect, it } from 'vitest'
import { orderWithLines } from '../testing/order-samples.ts'

describe('confirming', () => {
  it('says what is missing below the minimum', () => {
    const { world, confirm } = orderWithLines({ off_1: 1 })
    expect(confirm({ minOrderC: 500 })).toMatchObject({ refused: true, code: 'below-minimum', figures: { missingC: 50 } })
    expect(world.orders.get('ord_A')?.state).toBe('basket')
  })

  it('is refused while it runs, and again once it is through', () => {
    const { confirm, rest } = orderWithLines({ off_1: 1 })
    confirm()
    expect(confirm()).toMatchObject({ code: 'order-busy' })
    rest()
    expect(confirm()).toMatchObject({ code: 'wrong-state', figures: { state: 'confirmed' } })
  })

  it('pins live holds side by side, and ended ones after them in the order of offers', () => {
    const { world, confirm } = orderWithLines({ off_3: 1, off_1: 1, off_2: 1 })
    world.pass(19 * 60 * SECOND)
    world.order('ord_A', { type: 'HearClaim', offerId: 'off_3', v: 99, news: { kind: 'expired' } })
    world.order('ord_A', { type: 'HearClaim', offerId: 'off_2', v: 99, news: { kind: 'expired' } })
    confirm()
    const asked: string[][] = []
    for (let steps = world.openSteps(); steps[0]?.key.includes('/pin/'); steps = world.openSteps()) {
      asked.push(steps.map(({ key }) => key))
      for (const { orderId, key } of steps) world.run(orderId, key, true)
    }
    expect(asked).toEqual([['1/pin/off_1'], ['1/pin/off_2'], ['1/pin/off_3']])
  })

  it('is turned round after its deadline: the claims are held again and the member reads why', () => {
    const { world, confirm, rest } = orderWithLines({ off_1: 1, off_2: 2 })
    confirm()
    for (const { orderId, key } of world.openSteps()) world.run(orderId, key, true)
    world.pass(60 * SECOND)
    world.tick()
    rest()
    expect(world.orders.get('ord_A')).toMatchObject({ state: 'basket', outcomes: [{ attempt: 1, failure: { code: 'checkout-timeout' } }] })
    expect([...world.offers.values()].map(({ claims }) => claims.heldB)).toEqual([1, 2, 0])
  })
})

describe('telling the member', () => {
  it('warns of all lines that end soon in one message, and of a lost basket once', () => {
    const { world } = orderWithLines({ off_1: 1, off_2: 1, off_3: 1 })
    const notes = () => world.types.filter((type) => type === 'NotificationAsked').length
    world.pass(17 * 60 * SECOND)
    world.tick()
    expect(notes()).toBe(1)
    world.tick()
    expect(notes()).toBe(1)
    world.pass(3 * 60 * SECOND)
    world.tick()
    world.hear(true)
    expect(notes()).toBe(2)
    expect(world.types.filter((type) => type === 'BasketLapsed')).toHaveLength(1)
  })
})
