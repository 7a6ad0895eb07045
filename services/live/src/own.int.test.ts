import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Gateway, type Ground, openGround } from './testing/gateway.ts'
import { openScreen, type Screen } from './testing/screen.ts'

let ground: Ground
let gateway: Gateway
let screens: Screen[] = []

beforeEach(async () => {
  ground = await openGround()
  gateway = await ground.openGateway()
})
afterEach(async () => {
  for (const screen of screens) screen.close()
  screens = []
  await ground.close()
})

const askTicket = (token?: string) =>
  fetch(`${gateway.url}/api/live/v1/tickets`, { method: 'POST', headers: token === undefined ? {} : { Authorization: `Bearer ${token}` } })

async function ticketOf(memberId: string): Promise<string> {
  const { ticket } = (await (await askTicket(ground.tokenFor(memberId))).json()) as { ticket: string }
  return ticket
}

async function open(ticket?: () => Promise<string>): Promise<Screen> {
  const screen = await openScreen(gateway.url, { ticket })
  screens.push(screen)
  return screen
}
const openAs = (memberId: string) => open(() => ticketOf(memberId))
const lineSet = (memberId: string) => ({ hubId: 'hub_1', sessionId: 'ses_1', memberId, line: {}, expiresAt: null })

describe('a socket ticket', () => {
  test('is given to signed-in people only', async () => {
    expect((await askTicket()).status).toBe(401)
    expect((await askTicket('made-up')).status).toBe(401)
    const answer = await askTicket(ground.tokenFor('mbr_ada'))
    expect(answer.status).toBe(201)
    const { expiresAt } = (await answer.json()) as { expiresAt: string }
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(25_000)
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(30_000)
  })

  test('opens one socket, not two, and not when a letter of it was changed', async () => {
    const ticket = await ticketOf('mbr_ada')
    await open(async () => ticket)
    await expect(open(async () => ticket)).rejects.toThrow('ticket-invalid')
    const other = await ticketOf('mbr_ada')
    const forged = Buffer.from(other.split('.')[0] ?? '', 'base64url')
      .toString()
      .replace('mbr_ada', 'mbr_bob')
    await expect(open(async () => `${Buffer.from(forged).toString('base64url')}.${other.split('.')[1]}`)).rejects.toThrow('ticket-invalid')
  })
})

describe('rooms of one person', () => {
  test('are closed to those who are not signed in', async () => {
    const screen = await open()
    expect((await screen.join('me', 'order:ord_1', 'lots')).refused).toEqual([
      { room: 'me', code: 'unauthenticated' },
      { room: 'order:ord_1', code: 'unauthenticated' },
    ])
  })

  test('a member enters the own order and not another’s, which looks as if it were not there', async () => {
    await ground.tell('market', 'LineSet', 'ord_bob', 1, lineSet('mbr_bob'))
    const [ada, bob] = [await openAs('mbr_ada'), await openAs('mbr_bob')]
    expect((await ada.join('order:ord_bob', 'order:ord_none')).refused).toEqual([
      { room: 'order:ord_bob', code: 'not-found' },
      { room: 'order:ord_none', code: 'not-found' },
    ])
    expect((await bob.join('order:ord_bob')).refused).toEqual([])
    await ground.tell('market', 'HoldExpired', 'off_leek', 7, { orderId: 'ord_bob', qtyB: 2, expiresAt: '2026-11-25T18:00:00.000Z' })
    await bob.until(() => bob.room('order:ord_bob').has('off_leek'))
    expect(bob.room('order:ord_bob').get('off_leek')).toEqual({
      id: 'off_leek',
      v: 7,
      kind: 'claim',
      orderId: 'ord_bob',
      state: 'expired',
      quantity: 2,
      expiresAt: '2026-11-25T18:00:00.000Z',
    })
    expect(new Set(bob.frames.map(({ room }) => room))).toEqual(new Set(['order:ord_bob']))
    expect(ada.frames).toEqual([])
  })

  test('an order made a moment ago is waited for', async () => {
    const bob = await openAs('mbr_bob')
    // On a machine with much else to do the news may once take longer than anybody is made to wait.
    let refused: unknown[] = []
    for (let orders = 1; orders <= 10; orders += 1) {
      const joining = bob.join(`order:ord_new${orders}`)
      await ground.tell('market', 'LineSet', `ord_new${orders}`, 1, lineSet('mbr_bob'))
      refused = (await joining).refused
      if (refused.length === 0) break
    }
    expect(refused).toEqual([])
  })

  test('`me` tells of inbox, orders and holds of its member and of nobody else', async () => {
    const [ada, bob] = [await openAs('mbr_ada'), await openAs('mbr_bob')]
    await ada.join('me')
    await bob.join('me')
    await ground.tell('notify', 'InboxChanged', 'inb_ada', 3, { memberId: 'mbr_ada', unread: 2 })
    await ground.tell('market', 'LineLost', 'ord_ada', 9, { ...lineSet('mbr_ada'), offerId: 'off_leek', name: 'Poireau', qtyB: 1 })
    await ground.tell('materials', 'LotHeld', 'lot_beam', 12, {
      lot: { lotId: 'lot_beam' },
      holdId: 'hld_1',
      holder: { kind: 'person', id: 'mbr_ada', memberId: 'mbr_ada' },
      qty: 4,
      expiresAt: null,
    })
    await ground.tell('notify', 'InboxChanged', 'inb_bob', 1, { memberId: 'mbr_bob', unread: 1 })
    await bob.until(() => bob.room('me').size === 1)
    await ada.until(() => ada.room('me').size === 3)
    expect(Object.fromEntries(ada.room('me'))).toEqual({
      inbox: { id: 'inbox', v: 3, unread: 2 },
      ord_ada: { id: 'ord_ada', v: 9, kind: 'order', last: 'line-lost' },
      hld_1: { id: 'hld_1', v: 12, kind: 'hold', lotId: 'lot_beam', state: 'held', quantity: 4 },
    })
    expect([...bob.room('me').values()]).toEqual([{ id: 'inbox', v: 1, unread: 1 }])
  })

  test('`me` tells of the own place in a queue: the offer with its end, a part that leaves a rest waiting, the end', async () => {
    const [ada, bob] = [await openAs('mbr_ada'), await openAs('mbr_bob')]
    await ada.join('me')
    await bob.join('me')
    const wish = { lotId: 'lot_beam', wishId: 'wsh_1', holder: { kind: 'person', id: 'mbr_ada', memberId: 'mbr_ada' } }
    const until = '2026-11-25T18:00:00.000Z'
    const place = () => ada.room('me').get('wsh_1')
    const about = { id: 'wsh_1', kind: 'wish', lotId: 'lot_beam' }
    await ground.tell('materials', 'WishOffered', 'lot_beam', 14, { ...wish, qty: 2, offerId: 'hld_9', until })
    await ada.until(() => place()?.v === 14)
    expect(place()).toEqual({ ...about, v: 14, state: 'offered', quantity: 2, expiresAt: until })
    await ground.tell('materials', 'WishFilled', 'lot_beam', 16, { ...wish, qty: 2, holdId: 'hld_10', rest: 1 })
    await ada.until(() => place()?.v === 16)
    expect(place()).toEqual({ ...about, v: 16, state: 'waiting', quantity: 2 })
    await ground.tell('materials', 'WishClosed', 'lot_beam', 18, { ...wish, qty: 1, why: 'user' })
    await ada.until(() => place()?.v === 18)
    expect(place()).toEqual({ ...about, v: 18, state: 'closed', quantity: 1 })
    expect(bob.room('me').size).toBe(0)
  })

  test('an event that cannot be read is passed over and reported, the next one arrives', async () => {
    const ada = await openAs('mbr_ada')
    await ada.join('me')
    await ground.tell('notify', 'InboxChanged', 'inb_ada', 1, { memberId: 'mbr_ada', unread: 'many' })
    await ground.tell('notify', 'InboxChanged', 'inb_ada', 2, { memberId: 'mbr_ada', unread: 1 })
    await ada.until(() => ada.room('me').get('inbox')?.v === 2)
    expect(ground.errors.map(({ where }) => where)).toEqual(['live: notify.InboxChanged.v1 passed over'])
  })

  test('changed rights are told at once, and a session that ends closes its socket', async () => {
    let signedIn = true
    const ada = await open(async () => (signedIn ? ticketOf('mbr_ada') : ''))
    await ada.join('me')
    await ground.tell('identity', 'RolesChanged', 'mbr_ada', 4, { memberId: 'mbr_ada', orgId: 'org_1', roles: 'B', rv: 2 })
    await ada.until(() => ada.room('me').get('rights')?.v === 2)
    expect((await askTicket(ground.tokenFor('mbr_ada'))).status).toBe(401)
    const closed = new Promise((resolve) => ada.socket.once('disconnect', resolve))
    signedIn = false
    await ground.tell('identity', 'SessionRevoked', 'sid', 1, { sid: 'ses-of-mbr_ada', until: '2099-01-01T00:00:00.000Z' })
    expect(await closed).toBe('transport close')
  })
})
