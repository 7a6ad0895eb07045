import type { OfferView } from '@filature/contracts/market/offer'
import type { OrderView } from '@filature/contracts/market/order'
import type { SessionSummary } from '@filature/contracts/market/session'
import type { Locator, Page } from 'playwright-core'
import type { House } from '../stage/house.ts'
import type { Person } from '../stage/person.ts'

/** This week's market of La Filature, and the hands that change it. */
export interface Stall {
  readonly sessionId: string
  /** `/marche/ses_…` */
  readonly path: string
  offer(name: string): Promise<OfferView>
  /** The producer sets what is there, so that exactly `left` are free. */
  leave(name: string, left: number): Promise<OfferView>
  /** SetLine by the API, in base units. */
  setLine(person: Person, offer: OfferView, qtyB: number): Promise<void>
  myOrder(person: Person): Promise<OrderView>
}

/** Sells for Les Jardins du Bief, whose vegetables these journeys use. */
export const PRODUCER = 'Jeanne P.'

export async function stallOf(house: House): Promise<Stall> {
  const { items } = await house.visitor.read<{ items: SessionSummary[] }>('/api/market/v1/sessions?state=open&limit=100')
  const session = items.find(({ hubName }) => hubName === 'La Filature du Clain')
  if (session === undefined) throw new Error(`La Filature has no open market; open are: ${items.map(({ hubName }) => hubName).join(', ')}`)
  const base = `/api/market/v1/sessions/${session.id}`

  async function offer(name: string) {
    // The list follows the offers by events; what was done a moment ago is in it then.
    await house.settled()
    const { items: offers } = await house.visitor.read<{ items: OfferView[] }>(`${base}/offers`)
    const found = offers.find((one) => one.name === name)
    if (found === undefined) throw new Error(`nothing is called ${name} in this market`)
    return found
  }

  return {
    sessionId: session.id,
    path: `/marche/${session.id}`,
    offer,
    async leave(name, left) {
      const { id, heldB, confirmedB } = await offer(name)
      const producer = await house.person(PRODUCER)
      await producer.api.done('POST', `/api/market/v1/offers/${id}/adjust`, { allocatedB: heldB + confirmedB + left })
      return offer(name)
    },
    async setLine(person, { id }, qtyB) {
      await person.api.done('PUT', `${base}/my-order/lines/${id}`, { qtyB })
    },
    myOrder: (person) => person.api.read<OrderView>(`${base}/my-order`),
  }
}

/** The card of one product in a stall, with the parts that people look at and press. */
export function cardOf(page: Page, { id, name }: Pick<OfferView, 'id' | 'name'>) {
  const card = page.locator(`[data-offer="${id}"]`)
  return {
    card,
    stock: card.locator('.stock'),
    add: card.getByRole('button', { name: `Ajouter ${name}`, exact: true }),
    /** Says why nothing can be added. */
    shut: card.locator('button:disabled'),
    amount: card.getByRole('textbox', { name: `Quantité, ${name}` }),
    more: card.getByRole('button', { name: new RegExp(`^Ajouter .+, ${escaped(name)}$`) }),
    less: card.getByRole('button', { name: new RegExp(`^Retirer .+, ${escaped(name)}$`) }),
    refusal: card.getByRole('alert'),
    countdown: card.getByRole('timer'),
  } satisfies Record<string, Locator>
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
