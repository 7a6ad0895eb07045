import type { OfferView } from '@filature/contracts/market/offer'
import type { SessionView } from '@filature/contracts/market/session'
import marketEn from '../app/i18n/en/market.ts'
import marketFr from '../app/i18n/fr/market.ts'
import { AISLES, aisleOf } from '../app/screens/market/aisles.ts'
import { passes, readFilters } from '../app/screens/market/filters.ts'
import { lookOf } from '../app/screens/market/looks.ts'
import { amount } from '../app/screens/market/units.ts'
import { money, number } from '../app/words/numbers.ts'
import { dayAndHour, dayOfMonth, hour, longDay, timeRange, wallTimeAt, weekday } from '../app/words/times.ts'
import { sectionTitle, tile } from './frame.ts'
import { type Html, html } from './html.ts'
import type { PageBuilder, PageContext } from './page.ts'
import { rich } from './rich.ts'

/** This week's market is the session that is open at the place one is in, else any that is open. */
export const marketNow: PageBuilder = async ({ reads, reader, today, places }) => {
  const open = (await reads.sessions(today, reader.locale)).filter(({ state }) => state === 'open')
  const here =
    places.find(({ id, slug }) => (slug ?? id) === reader.place) ?? places.find(({ activities }) => activities.includes('market'))
  const session = open.find(({ orgId }) => orgId === here?.id) ?? open[0]
  // None open: the application says what comes next.
  if (session === undefined) return { status: 200, title: 'Filature', description: '', linkedData: [], firstData: [], main: html`` }
  return { to: `/marche/${session.id}` }
}

export const sessionPage: PageBuilder = async (context, { session: id = '' }) => {
  const { reads, reader, say, origin } = context
  const [session, offers] = await Promise.all([reads.session(id, reader.locale), reads.offers(id, reader.locale)])
  if (session === undefined || offers === undefined) return undefined
  // The stall as the address asks to see it; the application has all of it and does the same.
  const filters = readFilters(context.query)
  const shown = offers.items.filter((offer) => passes(offer, filters))
  const title = say('marketOf', { day: dayOfMonth(session.pickupDate, reader.locale) })
  const until = dayAndHour(session.closesAt, reader.locale)
  return {
    status: 200,
    title: `${title}, ${session.hubName}`,
    description: `${say('orderUntil', { when: until })}. ${pickupText(context, session)}.`,
    linkedData: [eventOf(session, offers.items, origin)],
    firstData: [
      [['session', id], session],
      [['offers', id], offers.items],
    ],
    main: html`<div class="stack-24">${head(context, session, title)}${swatches(context, shown)}
<div class="stack-48">${sections(context, shown)}</div>
<section aria-labelledby="points">${sectionTitle('points', say('points'))}<ul class="rows">${session.points.map(
      (point) =>
        html`<li class="row no-pic"><div><h3>${point.name}</h3><p class="small soft">${point.address}, ${point.town}</p></div></li>`,
    )}</ul></section></div>`,
  }
}

/** The same head as in the application. */
function head({ art, reader: { locale } }: PageContext, session: SessionView, title: string): Html {
  const words = (locale === 'en' ? marketEn : marketFr).session
  const edge = session.state === 'scheduled' ? session.opensAt : session.closesAt
  const open = session.state === 'open'
  const sentence = session.state === 'scheduled' ? words.opensOn : open ? words.orderUntil : words.closed
  const hours = timeRange(wallTimeAt(session.firstPickupAt), wallTimeAt(session.lastPickupAt), locale)
  const line = (icon: string, text: string, values: Readonly<Record<string, string | number>>) =>
    html`<li class="with-icon">${art.icon(icon)}<span>${rich(text, values, locale)}</span></li>`
  return html`<div class="session-head"><h1>${title}</h1><ul class="when">
${line(open ? 'clock' : 'lock', sentence, { day: weekday(edge, locale), hour: hour(edge, locale) })}
${line('map-pin', words.pickup, { day: weekday(session.pickupDate, locale), hours })}
${open && line('lock-open', words.kept, { minutes: session.policy.holdMin })}</ul></div>`
}

/** The aisles as samples of cloth; links to the sections below. */
function swatches(context: PageContext, offers: readonly OfferView[]): Html {
  const words = context.reader.locale === 'en' ? marketEn : marketFr
  const there = new Set(offers.map(({ category }) => aisleOf(category)))
  return html`<nav class="swatches" aria-label="${words.session.aisles}">${AISLES.filter(({ key }) => there.has(key)).map(
    ({ key, drawing, tone }) => html`<a href="#${key}">${tile(context, 'produce', drawing, tone)}<span>${words.aisle[key]}</span></a>`,
  )}</nav>`
}

function pickupText({ say, reader: { locale } }: PageContext, session: SessionView): string {
  const hours = timeRange(wallTimeAt(session.firstPickupAt), wallTimeAt(session.lastPickupAt), locale)
  return say('pickup', { day: longDay(session.pickupDate, locale), hours })
}

function sections(context: PageContext, offers: readonly OfferView[]): readonly Html[] {
  const names = (context.reader.locale === 'en' ? marketEn : marketFr).aisle
  const byAisle = Map.groupBy(offers, ({ category }) => aisleOf(category))
  return AISLES.flatMap(({ key: aisle }) => {
    const inAisle = byAisle.get(aisle)
    if (inAisle === undefined) return []
    return [
      html`<section class="stall" aria-labelledby="${aisle}">${sectionTitle(aisle, names[aisle])}<ul>${inAisle.map((offer) =>
        product(context, offer),
      )}</ul></section>`,
    ]
  })
}

function product(context: PageContext, offer: OfferView): Html {
  const { say, reader } = context
  const { locale } = reader
  const { drawing, tone } = lookOf(offer.image, offer.category)
  const names = (locale === 'en' ? marketEn : marketFr).allergen
  const list = (allergens: readonly (keyof typeof names)[]) => allergens.map((allergen) => names[allergen]).join(', ')
  const gone = offer.availableB < offer.minB
  const { contains, traces } = offer.allergens
  return html`<li class="product ${gone && 'is-out'}">${tile(context, 'produce', drawing, tone)}
<div class="product-text"><h3><a href="/marche/${offer.sessionId}/${offer.id}">${offer.name}</a></h3>
<p class="product-origin">${[offer.variety, offer.origin?.place, offer.variantName].filter(Boolean).join(' · ')}</p><p class="product-maker">${offer.producerName}</p></div>
<div class="product-state"><ul class="marks">${contains.length > 0 && html`<li class="mark">${say('contains', { list: list(contains) })}</li>`}${
    traces.length > 0 && html`<li class="mark">${say('traces', { list: list(traces) })}</li>`
  }</ul><p class="stock ${gone ? 'is-out' : 'is-available'}">${gone ? say('soldOut') : say('left', { amount: amount(offer.availableB, offer, locale) })}</p></div>
<div class="product-foot"><p class="price"><b>${money(offer.priceC, locale)}</b> <span class="per">${perUnit(context, offer)}</span>${underPrice(context, offer)}</p></div></li>`
}

function perUnit({ say }: PageContext, offer: OfferView): string {
  return offer.pricePer === 'kg' ? say('perKg') : offer.pricePer === 'L' ? say('perL') : `/ ${offer.displayUnit}`
}

/** The price by weight or volume that the law wants beside a price by the piece, or what a weighed piece may cost. */
function underPrice({ say, reader: { locale } }: PageContext, offer: OfferView): Html | undefined {
  if (offer.lowG !== null && offer.highG !== null && offer.estC !== null) {
    const kilos = (grams: number) => `${number(grams / 1_000, locale)}\u00a0kg`
    return html`<span class="unit-price">${say('about', { low: kilos(offer.lowG), high: kilos(offer.highG), estimate: money(offer.estC, locale) })}</span>`
  }
  if (offer.unitPriceC === null) return undefined
  const per = offer.unitPricePer === 'kg' ? say('perKg') : offer.unitPricePer === 'L' ? say('perL') : `/ ${say('piece')}`
  return html`<span class="unit-price">${money(offer.unitPriceC, locale)} ${per}</span>`
}

function eventOf(session: SessionView, offers: readonly OfferView[], origin: string) {
  return {
    '@context': 'https://schema.org',
    '@type': 'SaleEvent',
    name: session.hubName,
    url: `${origin}/marche/${session.id}`,
    startDate: session.firstPickupAt,
    endDate: session.lastPickupAt,
    eventStatus: session.state === 'cancelled' ? 'https://schema.org/EventCancelled' : 'https://schema.org/EventScheduled',
    location: session.points.map(({ name, address, town, lat, lon }) => ({
      '@type': 'Place',
      name,
      address: { '@type': 'PostalAddress', streetAddress: address, addressLocality: town, addressCountry: 'FR' },
      geo: { '@type': 'GeoCoordinates', latitude: lat, longitude: lon },
    })),
    offers: offers.slice(0, 50).map((offer) => ({
      '@type': 'Offer',
      itemOffered: { '@type': 'Product', name: offer.name, brand: offer.producerName },
      price: (offer.priceC / 100).toFixed(2),
      priceCurrency: 'EUR',
      availability: offer.availableB < offer.minB ? 'https://schema.org/SoldOut' : 'https://schema.org/InStock',
    })),
  }
}
