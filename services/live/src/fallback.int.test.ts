import { digestOf, digestText } from '@filature/contracts/live/digest'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Gateway, type Ground, openGround } from './testing/gateway.ts'

let ground: Ground
let gateway: Gateway

beforeEach(async () => {
  ground = await openGround()
  const rooms = ['depot:dep_north']
  await ground.publish([{ id: 'lot_beam', v: 7, rooms, available: 3, held: 1, state: 'stocked', nextExpiryAt: '2026-11-25T18:00:00.000Z' }])
  gateway = await ground.openGateway()
})
afterEach(() => ground.close())

const poll = (room: string, etag?: string | null) =>
  fetch(`${gateway.url}/api/live/v1/rooms/${encodeURIComponent(room)}/states`, {
    headers: typeof etag === 'string' ? { 'If-None-Match': etag } : {},
  })

describe('a screen without a socket', () => {
  test('reads the same states, and nothing as long as nothing changed', async () => {
    const first = await poll('depot:dep_north')
    expect(first.status).toBe(200)
    expect(await first.json()).toMatchObject({
      room: 'depot:dep_north',
      epoch: gateway.live.internals.epoch,
      states: [{ id: 'lot_beam', v: 7, available: 3, held: 1, state: 'stocked', nextExpiryAt: '2026-11-25T18:00:00.000Z' }],
      digest: digestText(digestOf([{ id: 'lot_beam', v: 7 }])),
    })
    const etag = first.headers.get('ETag')
    expect((await poll('depot:dep_north', etag)).status).toBe(304)
    expect((await poll('lot:lot_beam', etag)).status).toBe(304)

    await ground.publish([{ id: 'lot_beam', v: 8, rooms: ['depot:dep_north'], available: 2, held: 2, state: 'stocked' }])
    await expect.poll(async () => (await poll('depot:dep_north', etag)).status).toBe(200)
  })

  test('gets an empty room for a lot nobody knows, and no room of a person', async () => {
    expect(await (await poll('lot:lot_none')).json()).toMatchObject({ states: [] })
    for (const room of ['me', 'order:ord_1', 'me:mbr_ada', 'kitchen']) expect((await poll(room)).status).toBe(404)
  })

  test('is told how the gateway is', async () => {
    const ready = (await (await fetch(`${gateway.url}/health/ready`)).json()) as { checks: { name: string; ok: boolean }[] }
    expect(ready.checks).toEqual([
      { name: 'live.log', ok: true },
      { name: 'live.stock', ok: true },
    ])
  })
})
