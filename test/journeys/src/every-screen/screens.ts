import type { OrderView } from '@filature/contracts/market/order'
import type { SearchReply } from '@filature/contracts/materials/search-shapes'
import type { Page } from 'playwright-core'
import { stallOf } from '../market/stall.ts'
import { libraryOf } from '../materials/library.ts'
import { eventually } from '../stage/eventually.ts'
import type { House } from '../stage/house.ts'
import type { Person } from '../stage/person.ts'

/** One address of the application, as somebody sees it. */
export interface Screen {
  /** For titles and file names: `market`, `basket-empty`. */
  readonly name: string
  readonly path: string
  readonly person?: Person
}

export interface Screens {
  /** Readable by everybody. */
  readonly visitors: readonly Screen[]
  /** With something on them. */
  readonly members: readonly Screen[]
  /** With nothing on them: one sentence why, one act. */
  readonly empty: readonly Screen[]
}

/** Every route of this version, and people for whom there is something to see, made by their own acts. */
export async function everyScreen(house: House): Promise<Screens> {
  const stall = await stallOf(house)
  const offer = await stall.offer('Carottes de garde')
  const keeps = await house.person('William F.')
  const ordered = await house.person('Gaspard O.')
  const nothing = await house.person('Yann G.')
  const lots = await house.visitor.read<SearchReply>('/api/materials/v1/lots/search?limit=100')
  const lot = lots.items.find(({ designation }) => designation.startsWith('Solives sapin'))
  if (lot === undefined) throw new Error('the demonstration has no joists any more')
  await stall.setLine(keeps, offer, 2_000)
  await stall.setLine(keeps, await stall.offer('Poulet fermier'), 1)
  await keeps.api.done('POST', `/api/materials/v1/lots/${lot.lotId}/hold`, { qty: lot.granularity.step * 2 })
  const { items } = await ordered.api.read<{ items: OrderView[] }>('/api/market/v1/my-orders/open')
  const order = items.find(({ state }) => state === 'confirmed')
  if (order === undefined) throw new Error('Gaspard has no order in the demonstration any more')
  const taken = await takenLot(house)
  await ordered.api.done('POST', `/api/materials/v1/lots/${taken.lotId}/wishes`, { qty: 1 })
  await house.settled()
  return {
    visitors: [
      { name: 'network', path: '/' },
      { name: 'place', path: '/lieux/la-filature' },
      { name: 'market', path: stall.path },
      { name: 'offer', path: `${stall.path}/${offer.id}` },
      { name: 'producer', path: `/producteurs/${offer.producerId}` },
      { name: 'materials', path: '/materiaux?q=poutre' },
      { name: 'lot', path: `/materiaux/${lot.code}` },
      { name: 'taken-lot', path: `/materiaux/${taken.code}` },
      { name: 'sign-in', path: '/connexion' },
      { name: 'later', path: '/chantiers' },
      { name: 'help', path: '/aide' },
      { name: 'not-found', path: '/nulle-part' },
    ],
    members: [
      { name: 'me', path: '/moi', person: keeps },
      { name: 'market-with-basket', path: stall.path, person: keeps },
      { name: 'basket', path: '/moi/panier', person: keeps },
      { name: 'checkout', path: `/moi/panier/valider?session=${stall.sessionId}`, person: keeps },
      { name: 'order', path: `/moi/commandes/${order.id}`, person: ordered },
      { name: 'reservations', path: '/moi/reservations', person: keeps },
      { name: 'held-lot', path: `/materiaux/${lot.code}`, person: keeps },
      { name: 'waited-lot', path: `/materiaux/${taken.code}`, person: ordered },
      { name: 'wishes', path: '/moi/recherches', person: ordered },
      { name: 'messages', path: '/moi/messages', person: ordered },
    ],
    empty: [
      { name: 'materials-empty', path: '/materiaux?q=introuvablement' },
      { name: 'me-empty', path: '/moi', person: nothing },
      { name: 'basket-empty', path: '/moi/panier', person: nothing },
      { name: 'reservations-empty', path: '/moi/reservations', person: nothing },
      { name: 'wishes-empty', path: '/moi/recherches', person: nothing },
      { name: 'messages-empty', path: '/moi/messages', person: nothing },
    ],
  }
}

/** A lot of which somebody else holds the last unit. */
async function takenLot(house: House) {
  const library = libraryOf(house)
  const lot = await library.leave('WC à poser avec réservoir', 1)
  await library.hold(await house.person('Alix F.'), lot, 1)
  return lot
}

/** Opens an address and waits until the application shows it: its own heading, its letters, nothing on the way. */
export async function show(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await page.locator('p[aria-live="assertive"]').waitFor({ state: 'attached' })
  await page.locator('main h1').first().waitFor()
  await eventually(() => page.locator('.skeleton, [aria-busy=true]').count(), `${path} is still loading`).toBe(0)
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
}

/** The same, and whatever comes after the first sight (banners, figures of the bars) has come, too. */
export async function showWhole(page: Page, path: string): Promise<void> {
  await show(page, path)
  await page.waitForLoadState('networkidle')
}
