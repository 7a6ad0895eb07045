import { DAY, HOUR, type Instant, plusMs } from '@filature/kernel/instant'
import type { Market } from '@filature/market/market'
import { listProduct } from '@filature/market/offers/list'
import { offerIdOf } from '@filature/market/offers/offer'
import { publishProduct } from '@filature/market/products/publish'
import type { MarketService } from '@filature/market/service'
import { scheduleSession } from '@filature/market/sessions/schedule'
import { sessionIdOf } from '@filature/market/sessions/session'
import { rowError } from '../csv/row-error.ts'
import { type Sale, salesOf } from '../occurrences.ts'
import type { DemoWorld, Row } from '../world.ts'
import { certificateOf, hubIdOf, hubOf, pointIdOf, producerIdOf, producerOf, productIdOf, productOf, variantIdOf } from './catalogue.ts'
import { placeOrder } from './orders.ts'
import { ask, perform } from './perform.ts'
import { liveThrough, type Moment, nothingFollows, type Timeline } from './timeline.ts'

/** Producers list what they have this long before a sale opens. */
const LISTED_BEFORE_MS = 2 * DAY
/** Hubs and the catalogue were there before the first sale was listed. */
const READY_BEFORE_MS = 7 * DAY
/** Members order this long after a sale opens. */
const ORDERED_AFTER_MS = 24 * HOUR

/** What the loader drives of the market. */
export type MarketParts = Pick<MarketService['internals'], 'market' | 'runtime'>

type SalesByTemplate = ReadonlyMap<string, readonly Sale[]>

const salesByTemplate = ({ rows, calendar }: DemoWorld): SalesByTemplate =>
  new Map(rows.saleTemplates.map((template) => [template.id, salesOf(template, calendar)]))

/** When the past of the market begins: where the service's clock has to stand first. */
export function marketReadyAt(world: DemoWorld): Instant {
  const [first = world.calendar.startedAt] = [...salesByTemplate(world).values()]
    .flat()
    .map(({ opensAt }) => opensAt)
    .sort()
  return plusMs(first, -READY_BEFORE_MS)
}

/** Hubs, producers, products, the sales of the past weeks and of the weeks to come, and what was ordered in them. */
export async function loadMarket(world: DemoWorld, { market, runtime }: MarketParts, timeline: Timeline): Promise<void> {
  await timeline.liveTo(marketReadyAt(world))
  await openCatalogue(world, market)
  const sales = salesByTemplate(world)
  for (const found of sales.values()) await scheduleSales(world, market, found)
  const moments = [...openingMoments(world, sales), ...listingMoments(world, market, sales), ...orderMoments(world, market, sales)]
  await liveThrough(timeline, moments, () => runtime.settled())
}

async function openCatalogue(world: DemoWorld, market: Market): Promise<void> {
  const { rows, holderOf } = world
  await Promise.all(
    rows.saleTemplates.map((row) =>
      perform(
        row,
        market.hubs,
        hubIdOf(row.place_id),
        { type: 'OpenHub', hub: hubOf(world, row) },
        { actor: holderOf(row.place_id, 'owner') },
      ),
    ),
  )
  await Promise.all(
    rows.producers.map(async (row) => {
      const id = producerIdOf(row.id)
      const actor = holderOf(row.id, 'owner')
      const certificates = rows.certificates.filter(({ producer_id }) => producer_id === row.id)
      // In the producer's own queue: published first, then the certificates.
      await Promise.all([
        perform(row, market.producers, id, { type: 'PublishProducer', producer: producerOf(world, row) }, { actor }),
        ...certificates.map((certificate) =>
          perform(certificate, market.producers, id, { type: 'AddCertificate', certificate: certificateOf(world, certificate) }, { actor }),
        ),
      ])
    }),
  )
  await Promise.all(
    rows.products.map((row) =>
      ask(row, 'PublishProduct', holderOf(row.producer_id, 'owner'), (asking) =>
        publishProduct(market, productIdOf(row.id), productOf(world, row), asking),
      ),
    ),
  )
}

/** One after the other, because sales are numbered in the order they are scheduled. */
async function scheduleSales(world: DemoWorld, market: Market, sales: readonly Sale[]): Promise<void> {
  for (const { template, pickupDate, opensAt, closesAt, producers } of sales) {
    const hubId = hubIdOf(template.place_id)
    const sessionId = sessionIdOf(hubId, pickupDate)
    // Scheduled by a load that was cut off: it has its number.
    if ((await market.sessions.read(sessionId))?.state != null) continue
    const actor = world.holderOf(template.place_id, 'coordinator', 'owner')
    const body = {
      hubId,
      pickupDate,
      opensAt,
      closesAt,
      pointIds: template.pickup_point_ids.map(pointIdOf),
      producers: producers.map((producer) => ({ ...producer, producerId: producerIdOf(producer.producerId) })),
    }
    await ask(template, `ScheduleSession/${pickupDate}`, actor, (asking) => scheduleSession(market, sessionId, body, asking))
  }
}

/** The timers open a sale; a stop is made there, so that members are told at that instant. */
function openingMoments({ calendar }: DemoWorld, sales: SalesByTemplate): Moment[] {
  const opened = [...sales.values()].flat().filter(({ opensAt }) => opensAt <= calendar.startedAt)
  return opened.map(({ opensAt }) => ({ at: opensAt, happen: nothingFollows }))
}

/**
 * What each producer brings to a sale: what is in season on the pick-up day. Of sales that are over for longer than the last
 * one, only what was ordered is listed: nobody will look for the rest.
 */
function listingMoments(world: DemoWorld, market: Market, sales: SalesByTemplate): Moment[] {
  const { rows, calendar } = world
  const ordered = new Set(rows.orders.map(({ template_id, week_offset, product_id }) => `${template_id} ${week_offset} ${product_id}`))
  return [...sales.values()].flat().flatMap((sale): Moment[] => {
    const { template, week } = sale
    const at = plusMs(sale.opensAt, -LISTED_BEFORE_MS)
    if (at > calendar.startedAt) return []
    const products = rows.products.filter(
      (row) =>
        template.producer_ids.includes(row.producer_id) &&
        isInSeason(row, sale.pickupDate) &&
        (week >= FULLY_LISTED_FROM_WEEK || ordered.has(`${template.id} ${week} ${row.id}`)),
    )
    return [{ at, happen: () => list(world, market, sale, products) }]
  })
}

/** The last sale is listed in full, so that producers can list the same again. */
const FULLY_LISTED_FROM_WEEK = -1

async function list(world: DemoWorld, market: Market, sale: Sale, products: readonly Row<'products'>[]): Promise<void> {
  const sessionId = sessionIdOf(hubIdOf(sale.template.place_id), sale.pickupDate)
  const known = await market.offers.readMany(products.map(({ id }) => offerIdOf(sessionId, variantIdOf(id))))
  // Listed by a load that was cut off; the sale may have closed since.
  const missing = products.filter((_, index) => known[index]?.state == null)
  await Promise.all(
    missing.map((row) =>
      ask(row, `ListOffer/${sessionId}`, world.holderOf(row.producer_id, 'owner'), async (asking) => {
        const body = { productId: productIdOf(row.id), variantId: variantIdOf(row.id), mode: row.offer_mode, allocatedB: row.weekly_stock }
        const { answer } = await listProduct(market, sessionId, body, asking)
        return answer
      }),
    ),
  )
}

/** The season wraps over the year: from September to April holds December. */
export function isInSeason({ season_from_month: from, season_to_month: to }: Row<'products'>, date: string): boolean {
  const month = Number(date.slice(5, 7))
  return from <= to ? from <= month && month <= to : month >= from || month <= to
}

/** Orders a day after their sale opened, or at the first start where that has not come yet. Sales that have not opened have none. */
function orderMoments(world: DemoWorld, market: Market, sales: SalesByTemplate): Moment[] {
  const { rows, calendar } = world
  const orders = Map.groupBy(rows.orders, ({ order_id }) => order_id)
  return [...orders.values()].flatMap((lines): Moment[] => {
    const [first] = lines
    if (first === undefined) return []
    const sale = sales.get(first.template_id)?.find(({ week }) => week === first.week_offset)
    if (sale === undefined) throw rowError(first, 'week_offset', `${first.template_id} has no such sale`)
    if (sale.opensAt > calendar.startedAt) return []
    const later = plusMs(sale.opensAt, ORDERED_AFTER_MS)
    const at = later < calendar.startedAt ? later : calendar.startedAt
    return [{ at, happen: () => placeOrder(world, market, sale, first, lines) }]
  })
}
