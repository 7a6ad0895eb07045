import { LIVE_SOCKET_PATH } from '@filature/contracts/live/http'
import type { JoinReply, LiveState, StatesMessage } from '@filature/contracts/live/messages'
import type { OfferView } from '@filature/contracts/market/offer'
import type { OrderView } from '@filature/contracts/market/order'
import type { SessionSummary, SessionView } from '@filature/contracts/market/session'
import type { Hold, Pickup } from '@filature/contracts/materials/hold-shapes'
import type { SearchReply } from '@filature/contracts/materials/search-shapes'
import type { InboxMessage } from '@filature/contracts/notify/http'
import { type House, openHouse } from '@filature/journeys/stage/house'
import type { Person } from '@filature/journeys/stage/person'
import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const PATIENCE = { timeout: 30_000, interval: 30 }

describe('the first flow across services, over HTTP and sockets alone', () => {
  let house: House
  const sockets: Socket[] = []
  beforeAll(async () => {
    house = await openHouse()
  }, 120_000)
  afterAll(async () => {
    for (const socket of sockets) socket.close()
    await house?.close()
  })

  test('an order that is confirmed reaches its member’s inbox once, and everybody’s screen shows the stock', async () => {
    const member = await house.person('William F.')
    const { session, offer, base } = await saleOf(house)
    const anybody = await watch(undefined, `session:${session.id}`)
    const own = await watch(member, 'me')
    const unreadBefore = (await member.api.read<{ unread: number }>('/api/notify/v1/inbox/summary')).unread

    await member.api.done('PUT', `${base}/my-order/lines/${offer.id}`, { qtyB: 3 })
    await expect
      .poll(() => anybody.seen(offer.id)?.['available'], { ...PATIENCE, message: 'the hold on everybody’s screen' })
      .toBe(offer.availableB - 3)
    const [point] = session.points
    const slot = point?.slots.find(({ free }) => free > 0)
    const order = await member.api.done<OrderView>('POST', `${base}/my-order/confirm`, {
      pointId: point?.id,
      slotId: slot?.id,
      termsVersion: session.termsVersion,
    })
    expect(order.state).toBe('confirmed')

    await expect
      .poll(() => own.seen('inbox')?.['unread'], { ...PATIENCE, message: 'the own screen counts the message' })
      .toBe(unreadBefore + 1)
    const told = await messagesOf(member, 'order-confirmed')
    expect(told).toMatchObject([{ title: 'Commande confirmée', path: `/moi/commandes/${order.id}` }])
    expect(told[0]?.text).toContain(point?.name)
    // The sale knows it as sold, the screens as no longer held: what is free did not change again.
    await expect.poll(() => anybody.seen(offer.id)?.['held'], PATIENCE).toBe(offer.heldB)
    expect(anybody.seen(offer.id)?.['available']).toBe(offer.availableB - 3)

    // Every service reads its topics again after a new start; nobody is told twice.
    await house.restart()
    await house.settled()
    expect(await messagesOf(member, 'order-confirmed')).toHaveLength(1)
  }, 120_000)

  test('a lot that is picked up reaches its member’s inbox once, and the lot’s watchers see what is left', async () => {
    const member = await house.person('Yann G.')
    const keeper = await house.person('Gaspard O.')
    const { items } = await house.visitor.read<SearchReply>('/api/materials/v1/lots/search?q=pav%C3%A9s%20granit')
    const lot = items.find(({ depot }) => depot.town === 'Ligugé')
    if (lot === undefined) throw new Error('the depot of the Filature has no paving stones any more')
    const watcher = await watch(undefined, `lot:${lot.lotId}`, `depot:${lot.depot.depotId}`)
    const own = await watch(member, 'me')
    const { min: qty } = lot.granularity

    const hold = await member.api.done<Hold>('POST', `/api/materials/v1/lots/${lot.code}/hold`, { qty })
    await expect
      .poll(() => watcher.seen(lot.lotId)?.['available'], { ...PATIENCE, message: 'the hold on the lot’s screens' })
      .toBe(lot.available - qty)
    const forbidden = await member.api.send('POST', `/api/materials/v1/holds/${hold.holdId}/pickup`, { qty })
    expect(forbidden.status, 'members do not hand over to themselves').toBeGreaterThanOrEqual(403)
    const handedOver = await keeper.api.done<Pickup>('POST', `/api/materials/v1/holds/${hold.holdId}/pickup`, { qty })
    expect(handedOver).toMatchObject({ qty, remaining: 0 })

    await expect.poll(() => own.seen('inbox')?.v, { ...PATIENCE, message: 'the own screen counts the message' }).toBeGreaterThan(0)
    await expect.poll(async () => (await messagesOf(member, 'lot-picked-up')).length, PATIENCE).toBe(1)
    const [told] = await messagesOf(member, 'lot-picked-up')
    expect(told?.text).toContain(lot.designation)
    await expect.poll(() => watcher.seen(lot.lotId)?.['held'], PATIENCE).toBe(lot.held)
    expect(watcher.seen(lot.lotId)?.['available'], 'fetched, not given back').toBe(lot.available - qty)
    await house.settled()
    expect(await messagesOf(member, 'lot-picked-up')).toHaveLength(1)
  }, 120_000)

  /** A screen without a browser: joins rooms and keeps the highest version of everything it is told. */
  async function watch(person: Person | undefined, ...rooms: string[]): Promise<{ seen(id: string): LiveState | undefined }> {
    const ticket = person === undefined ? undefined : await person.api.done<{ ticket: string }>('POST', '/api/live/v1/tickets', {})
    const socket = io(house.address, { path: LIVE_SOCKET_PATH, transports: ['websocket'], forceNew: true, auth: ticket ?? {} })
    sockets.push(socket)
    const states = new Map<string, LiveState>()
    const keep = (received: readonly LiveState[]) => {
      for (const state of received) if (state.v > (states.get(state.id)?.v ?? -1)) states.set(state.id, state)
    }
    socket.on('states', ({ states: received }: StatesMessage) => keep(received))
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject))
    const reply: JoinReply = await socket.timeout(PATIENCE.timeout).emitWithAck('join', { rooms })
    expect(reply.refused).toEqual([])
    for (const { states: all } of reply.snapshot) keep(all)
    return { seen: (id) => states.get(id) }
  }
})

/** The open market of La Filature and something of it that there is plenty of. */
async function saleOf(house: House) {
  const { items } = await house.visitor.read<{ items: SessionSummary[] }>('/api/market/v1/sessions?state=open&limit=100')
  const summary = items.find(({ hubName }) => hubName === 'La Filature du Clain')
  if (summary === undefined) throw new Error('La Filature has no open market')
  const base = `/api/market/v1/sessions/${summary.id}`
  const session = await house.visitor.read<SessionView>(base)
  const offers = await house.visitor.read<{ items: OfferView[] }>(`${base}/offers`)
  const offer = offers.items.find(({ name }) => name === 'Jus de pomme')
  if (offer === undefined) throw new Error('the market has no apple juice any more')
  return { session, offer, base }
}

/** What is new: the demonstration's people have read the messages of the past weeks. */
async function messagesOf(person: Person, key: string): Promise<InboxMessage[]> {
  const { items } = await person.api.read<{ items: InboxMessage[] }>('/api/notify/v1/inbox?limit=100&unread=true')
  return items.filter((message) => message.key === key)
}
