import { topicOf } from '@filature/contracts/events/registry'
import type { NotificationAsked } from '@filature/contracts/notify/events'
import type { EventRecord } from '@filature/kernel/event'
import { HOUR, MINUTE, plusMs } from '@filature/kernel/instant'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Office, openOffice } from './testing/office.ts'

let office: Office

beforeEach(async () => {
  office = await openOffice()
})
afterEach(() => office.close())

const lost = (over: Partial<NotificationAsked> = {}): NotificationAsked => ({
  key: 'line-lost',
  recipients: ['mbr_ada'],
  params: { orderId: 'ord_1', sessionId: 'ses_1', offerId: 'off_1', name: 'Mâche' },
  dedupeKey: 'line-lost/ord_1/off_1/4',
  ...over,
})
const inboxOf = async (memberId: string, query = '') => (await office.as(memberId, 'GET', `/inbox${query}`)).body.items
const summaryOf = async (memberId: string) => (await office.as(memberId, 'GET', '/inbox/summary')).body

describe('a person is told', () => {
  test('once per event, though the same event is delivered 5 times and asked for again by another event', async () => {
    await office.ask('market', lost(), 5)
    await office.ask('market', lost({ params: { name: 'Poireau' } }))
    const items = await inboxOf('mbr_ada')
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({
      key: 'line-lost',
      topic: 'market',
      title: 'Un article est parti',
      text: 'Mâche\u00a0: le temps est passé, l’article est libéré. Tout le reste est intact.',
      path: '/moi/panier',
      unread: true,
    })
    expect(await summaryOf('mbr_ada')).toEqual({ unread: 1, version: 1 })
  })

  test('each person for themselves, also after a restart that repeats the event', async () => {
    const event = lost({ recipients: ['mbr_ada', 'mbr_bob', 'mbr_ada'] })
    await office.ask('market', event)
    await office.as('mbr_ada', 'POST', '/inbox/read-all')
    await office.restart()
    await office.ask('market', event)
    expect(await summaryOf('mbr_ada')).toEqual({ unread: 0, version: 2 })
    expect(await summaryOf('mbr_bob')).toEqual({ unread: 1, version: 1 })
    expect(await inboxOf('mbr_bob')).toHaveLength(1)
  })

  test('in general words where a key has none, and the key is counted', async () => {
    await office.ask('materials', lost({ key: 'roof-on-fire', params: {} }))
    expect(await inboxOf('mbr_ada')).toMatchObject([
      {
        key: 'roof-on-fire',
        topic: 'materials',
        title: 'Du nouveau pour vos matériaux',
        text: 'Ouvrez la page pour voir ce qui a changé.',
      },
    ])
    expect([...office.notify.internals.unknownKeys()]).toEqual([['materials/roof-on-fire', 1]])
  })

  test('in the language of the request, or the one they chose', async () => {
    await office.ask('market', lost())
    const english = await office.as('mbr_ada', 'GET', '/inbox', undefined, 'en')
    expect(english.body.items[0]).toMatchObject({ title: 'An item is gone' })
    await office.as('mbr_ada', 'PUT', '/preferences', { locale: 'fr', topicsOff: [] })
    const chosen = await office.as('mbr_ada', 'GET', '/inbox', undefined, 'en')
    expect(chosen.body.items[0]).toMatchObject({ title: 'Un article est parti' })
  })

  test('and a poison question stops nobody else', async () => {
    await office.ask('market', { ...lost(), recipients: [] })
    await office.ask('market', lost())
    expect(await inboxOf('mbr_ada')).toHaveLength(1)
    const parked = await Promise.all(office.notify.internals.runtime.consumers().map(({ deadLetters }) => deadLetters.list()))
    expect(parked.flat().map(({ key }) => key)).toEqual(['sub_1'])
  })
})

describe('the hour of a message', () => {
  test('it waits until notBefore and is then shown', async () => {
    await office.ask('market', lost({ notBefore: plusMs(office.clock.now(), HOUR) }))
    expect(await inboxOf('mbr_ada')).toEqual([])
    expect(await summaryOf('mbr_ada')).toEqual({ unread: 0, version: 0 })
    office.clock.shiftBy(HOUR + MINUTE)
    await expect.poll(() => summaryOf('mbr_ada')).toEqual({ unread: 1, version: 1 })
    expect(await inboxOf('mbr_ada')).toHaveLength(1)
  })

  test('it is never shown once expiresAt has passed', async () => {
    await office.ask('market', lost({ expiresAt: plusMs(office.clock.now(), -1) }))
    await office.ask(
      'market',
      lost({ dedupeKey: 'late', notBefore: plusMs(office.clock.now(), HOUR), expiresAt: plusMs(office.clock.now(), HOUR + 1) }),
    )
    office.clock.shiftBy(2 * HOUR)
    await office.notify.internals.runtime.runTimers()
    await office.settled()
    expect(await inboxOf('mbr_ada')).toEqual([])
    const types = await publishedTypes()
    expect(types.filter((type) => type === 'notify.MessageExpired.v1')).toHaveLength(2)
    expect(types).not.toContain('notify.InboxChanged.v1')
  })
})

describe('reading', () => {
  test('one marks one, all marks all, and every change has a higher version for the live room', async () => {
    for (const name of ['Mâche', 'Poireau', 'Blette']) {
      await office.ask('market', lost({ dedupeKey: name, params: { name } }))
      office.clock.shiftBy(10)
    }
    const items = await inboxOf('mbr_ada')
    expect(items.map(({ text }) => String(text).split('\u00a0')[0])).toEqual(['Blette', 'Poireau', 'Mâche'])
    const poireau = String(items[1]?.['id'])
    const read = await office.as('mbr_ada', 'POST', `/inbox/${poireau}/read`)
    expect(read).toMatchObject({ status: 200, body: { unread: 2, version: 4 }, etag: '"4"' })
    expect((await office.as('mbr_ada', 'POST', `/inbox/${poireau}/read`)).body).toEqual({ unread: 2, version: 4 })
    expect((await inboxOf('mbr_ada', '?unread=true')).map(({ text }) => String(text).split('\u00a0')[0])).toEqual(['Blette', 'Mâche'])
    expect((await inboxOf('mbr_ada')).map(({ unread }) => unread)).toEqual([true, false, true])
    expect((await office.as('mbr_ada', 'POST', '/inbox/read-all')).body).toEqual({ unread: 0, version: 5 })
    await office.settled()
    const changes = (await published()).filter(({ type }) => type === 'notify.InboxChanged.v1')
    expect(changes.map(({ sequence, data }) => [sequence, data])).toEqual(
      [1, 2, 3, 2, 0].map((unread, at) => [at + 1, { memberId: 'mbr_ada', unread }]),
    )
  })

  test('comes in pages', async () => {
    for (let at = 0; at < 7; at += 1) await office.ask('market', lost({ dedupeKey: `d${at}`, params: { name: `N${at}` } }))
    for (const query of ['limit=3', 'limit=3&unread=true']) {
      const seen: string[] = []
      let after: unknown
      do {
        const page: { body: Record<string, unknown> & { items: Record<string, unknown>[] } } = await office.as(
          'mbr_ada',
          'GET',
          `/inbox?${query}${after === undefined ? '' : `&after=${encodeURIComponent(String(after))}`}`,
        )
        seen.push(...page.body.items.map(({ id }) => String(id)))
        after = page.body['next']
      } while (after !== undefined)
      expect(new Set(seen).size).toBe(7)
      expect(seen).toHaveLength(7)
    }
  })

  test('is one’s own affair: nobody sees or marks another’s, strangers are asked to sign in', async () => {
    await office.ask('market', lost())
    const id = String((await inboxOf('mbr_ada'))[0]?.['id'])
    expect(await inboxOf('mbr_bob')).toEqual([])
    expect((await office.as('mbr_bob', 'POST', `/inbox/${id}/read`)).status).toBe(404)
    expect((await office.as(undefined, 'GET', '/inbox')).status).toBe(401)
    expect((await office.as('mbr_ada', 'GET', '/inbox?unread=maybe')).status).toBe(400)
    expect(await summaryOf('mbr_ada')).toEqual({ unread: 1, version: 1 })
  })
})

describe('preferences', () => {
  test('a topic switched off is not shown, the account’s cannot be', async () => {
    expect((await office.as('mbr_ada', 'GET', '/preferences')).body).toEqual({ topicsOff: [] })
    const refused = await office.as('mbr_ada', 'PUT', '/preferences', { locale: 'fr', topicsOff: ['account'] })
    expect(refused).toMatchObject({ status: 409, body: { code: 'security-not-mutable' } })
    expect((await office.as('mbr_ada', 'PUT', '/preferences', { locale: 'en', topicsOff: ['market'] })).status).toBe(200)
    await office.ask('market', lost({ recipients: ['mbr_ada', 'mbr_bob'] }))
    await office.ask('identity', lost({ key: 'welcome', dedupeKey: 'welcome', params: {} }))
    expect((await inboxOf('mbr_ada')).map(({ title }) => title)).toEqual(['Welcome'])
    expect(await inboxOf('mbr_bob')).toHaveLength(1)
    expect(await publishedTypes()).toContain('notify.MessageSuppressed.v1')
  })
})

/** Everything that notify has told the world. */
async function published(): Promise<EventRecord[]> {
  await office.settled()
  const events: EventRecord[] = []
  const group = `test-${Math.random()}`
  const subscription = office.log.subscribe({ topics: [topicOf('notify')], group, from: 'beginning' }, async (records) => {
    for (const { event } of records) if (event !== null) events.push(event)
  })
  await subscription.ready
  await expect.poll(async () => (await office.log.lag(group)).every(({ behind }) => behind === 0)).toBe(true)
  await subscription.stop()
  return events
}
const publishedTypes = async () => (await published()).map(({ type }) => type)
