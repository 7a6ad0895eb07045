import type { OfferView } from '@filature/contracts/market/offer'
import type { OrderView } from '@filature/contracts/market/order'
import type { SessionSummary, SessionView } from '@filature/contracts/market/session'
import type { Hold } from '@filature/contracts/materials/hold-shapes'
import type { LotCard } from '@filature/contracts/materials/lot-shapes'
import { ask, signIn } from './client.ts'

/** What the clients fight for: an open sale with a few wanted offers, and a few small lots. */
export interface Scene {
  readonly sessionId: string
  readonly offerIds: readonly string[]
  readonly lotIds: readonly string[]
  readonly confirmation: { readonly pointId: string; readonly slotId: string; readonly termsVersion: string; readonly payMode: 'pickup' }
}

const OFFERS = 8
const LOTS = 8

/** The same choice at every start on the same data. */
export async function sceneAt(address: string): Promise<Scene> {
  const sessions = await ask(address, { path: '/api/market/v1/sessions?state=open&limit=100' })
  // Each cast names the reply that the contract of its address promises.
  const [open] = (sessions.body as unknown as { items: SessionSummary[] }).items
  if (open === undefined) throw new Error('no sale is open')
  const session = (await ask(address, { path: `/api/market/v1/sessions/${open.id}` })).body as unknown as SessionView
  const point = session.points.toSorted((a, b) => spaceOf(b) - spaceOf(a))[0]
  const slot = point?.slots.toSorted((a, b) => b.capacity - a.capacity)[0]
  if (point === undefined || slot === undefined) throw new Error('the sale has no slots')
  const offers = await offersAt(address, open.id)
  const wanted = offers.filter(
    ({ baseUnit, stepB, minB, alcoholBp }) => baseUnit === 'piece' && stepB === 1 && minB === 1 && alcoholBp === null,
  )
  const lots = (await ask(address, { path: '/api/materials/v1/lots/search?limit=100&sort=newest' })).body as unknown as { items: LotCard[] }
  const small = lots.items.filter(
    ({ unit, stage, granularity, gPerUnit }) =>
      unit === 'piece' && stage === 'stocked' && granularity.mode === 'piece' && (gPerUnit ?? 0) < 20_000,
  )
  return {
    sessionId: open.id,
    offerIds: wanted
      .toSorted((a, b) => a.availableB - b.availableB || (a.id < b.id ? -1 : 1))
      .slice(0, OFFERS)
      .map(({ id }) => id),
    lotIds: small
      .toSorted((a, b) => (a.lotId < b.lotId ? -1 : 1))
      .slice(0, LOTS)
      .map(({ lotId }) => lotId),
    confirmation: { pointId: point.id, slotId: slot.id, termsVersion: session.termsVersion, payMode: 'pickup' },
  }
}

const spaceOf = ({ slots }: SessionView['points'][number]) => slots.reduce((sum, { capacity }) => sum + capacity, 0)

export async function offersAt(address: string, sessionId: string): Promise<readonly OfferView[]> {
  const { body } = await ask(address, { path: `/api/market/v1/sessions/${sessionId}/offers` })
  return (body as unknown as { items: OfferView[] }).items
}

/** What is a member's own: the order of the sale and the holds. */
export interface Belongings {
  readonly order: OrderView
  readonly holds: readonly Hold[]
}

export async function belongingsAt(address: string, token: string, sessionId: string): Promise<Belongings> {
  const [order, holds] = await Promise.all([
    ask(address, { path: `/api/market/v1/sessions/${sessionId}/my-order`, token }),
    ask(address, { path: '/api/materials/v1/holds?limit=100', token }),
  ])
  return { order: order.body as unknown as OrderView, holds: (holds.body as unknown as { items: Hold[] }).items }
}

export const tokensAt = (address: string, emails: readonly string[]): Promise<readonly string[]> =>
  Promise.all(emails.map((email) => signIn(address, email)))

/** What is promised in all, to whomever: per offer and per lot, base units. */
export interface Promised {
  readonly offers: ReadonlyMap<string, number>
  readonly lots: ReadonlyMap<string, number>
}

/** As the stock itself says: availability, seen from the other side. */
export async function promisedByStock(address: string, scene: Scene): Promise<Promised> {
  const offers = await offersAt(address, scene.sessionId)
  const lots = await Promise.all(
    scene.lotIds.map(async (id) => (await ask(address, { path: `/api/materials/v1/lots/${id}` })).body as unknown as LotCard),
  )
  for (const { id, availableB, heldB, confirmedB, allocatedB } of offers) {
    if (availableB < 0 || availableB + heldB + confirmedB !== allocatedB) throw new Error(`${id} does not add up`)
  }
  for (const { lotId, available, held, received } of lots)
    if (available < 0 || available + held > received) throw new Error(`${lotId} does not add up`)
  return {
    offers: new Map(offers.filter(({ id }) => scene.offerIds.includes(id)).map(({ id, heldB, confirmedB }) => [id, heldB + confirmedB])),
    lots: new Map(lots.map(({ lotId, held }) => [lotId, held])),
  }
}

/** As these members' own orders and holds say. */
export function promisedTo(everything: readonly Belongings[], scene: Scene): Promised {
  const offers = new Map(scene.offerIds.map((id) => [id, 0]))
  const lots = new Map(scene.lotIds.map((id) => [id, 0]))
  for (const { order, holds } of everything) {
    for (const { offerId, qtyB, claim } of order.lines) {
      const before = offers.get(offerId)
      if (before !== undefined && claim !== 'released') offers.set(offerId, before + qtyB)
    }
    for (const { lotId, qty } of holds) {
      const before = lots.get(lotId)
      if (before !== undefined) lots.set(lotId, before + qty)
    }
  }
  return { offers, lots }
}

/** By how much the first exceeds the second, item by item. */
export function excess(more: Promised, less: Promised): Readonly<Record<string, number>> {
  const of = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>) => [...a].map(([id, value]) => [id, value - (b.get(id) ?? 0)])
  return Object.fromEntries([...of(more.offers, less.offers), ...of(more.lots, less.lots)])
}
