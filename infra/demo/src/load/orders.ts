import type { Actor } from '@filature/kernel/actor'
import type { Market } from '@filature/market/market'
import { offerIdOf } from '@filature/market/offers/offer'
import { confirmMyOrder } from '@filature/market/orders/my-order'
import { type Order, orderIdOf } from '@filature/market/orders/order'
import { setMyLine } from '@filature/market/orders/set-my-line'
import { sessionIdOf } from '@filature/market/sessions/session'
import { RowError, rowError } from '../csv/row-error.ts'
import type { Sale } from '../occurrences.ts'
import { byId } from '../rows/read-rows.ts'
import { type DemoWorld, memberIdOf, type Row } from '../world.ts'
import { hubIdOf, pointIdOf, variantIdOf } from './catalogue.ts'
import { ask } from './perform.ts'

/** How long the loader waits for what follows from a command, in milliseconds of the machine. */
const PATIENCE_MS = 10_000

/** Fills a member's basket with the lines of an order and confirms it, as the member would. */
export async function placeOrder(
  world: DemoWorld,
  market: Market,
  sale: Sale,
  first: Row<'orders'>,
  lines: readonly Row<'orders'>[],
): Promise<void> {
  const { rows, actor } = world
  const member = byId(rows.members, ({ id }) => id)(first, 'member_id', first.member_id)
  const product = byId(rows.products, ({ id }) => id)
  const sessionId = sessionIdOf(hubIdOf(sale.template.place_id), sale.pickupDate)
  const memberId = memberIdOf(member.id)
  const orderId = orderIdOf(sessionId, memberId)
  const known = (await market.orders.read(orderId))?.state
  if (known == null || known.state === 'basket') {
    await Promise.all(
      lines.map((row) => {
        const { id, alcohol_bp } = product(row, 'product_id', row.product_id)
        const wanted = { sessionId, memberId, offerId: offerIdOf(sessionId, variantIdOf(id)), qtyB: row.quantity }
        const asked = (alcohol_bp ?? 0) > 0 ? { ...wanted, adult: true as const } : wanted
        return ask(row, 'SetLine', actor(member), (asking) => setMyLine(market, asked, asking))
      }),
    )
    await until(market, first, orderId, (order) => Object.keys(order.lines).length === lines.length, 'its lines are not there')
    await confirm(market, sessionId, first, memberId, member.display_name, actor(member))
  }
  await until(market, first, orderId, isSold, 'it is not confirmed')
}

async function confirm(
  market: Market,
  sessionId: string,
  row: Row<'orders'>,
  memberId: string,
  memberName: string,
  actor: Actor,
): Promise<void> {
  const session = (await market.sessions.read(sessionId))?.state
  const pointId = pointIdOf(row.pickup_point_id)
  const slot = session?.points.find(({ id }) => id === pointId)?.slots.find(({ id }) => id.startsWith(row.slot_start))
  if (session == null || slot === undefined)
    throw rowError(row, 'slot_start', `no slot of ${row.pickup_point_id} begins at ${row.slot_start}`)
  const body = { pointId, slotId: slot.id, bandBp: 10_000, payMode: 'pickup', termsVersion: session.termsVersion } as const
  await ask(row, 'ConfirmOrder', actor, (asking) => confirmMyOrder(market, { sessionId, memberId, memberName, body }, asking))
}

/** Confirmed, with every claim turned into a sale, so that nothing of it is under way when time goes on. */
const isSold = ({ state, lines }: Order): boolean =>
  (state === 'confirmed' || state === 'locked') && Object.values(lines).every(({ claim }) => claim === 'confirmed')

async function until(
  market: Market,
  row: Row<'orders'>,
  orderId: string,
  satisfied: (order: Order) => boolean,
  otherwise: string,
): Promise<void> {
  const found = await market.orders.until(orderId, (order) => order !== null && satisfied(order), PATIENCE_MS)
  if (found === undefined) throw new RowError(`${row.file}:${row.line}: order ${row.order_id}: ${otherwise} after ${PATIENCE_MS} ms`)
}
