import type { Organisation } from '@filature/contracts/identity/http'
import type { SessionSummary } from '@filature/contracts/market/session'
import { french } from '../app/words/spacing.ts'
import { dayAndHour, longDay, timeRange, wallTime, wallTimeAt } from '../app/words/times.ts'
import { hero, sectionTitle } from './frame.ts'
import { type Html, html } from './html.ts'
import { lotSection } from './materials.ts'
import type { Page, PageBuilder, PageContext } from './page.ts'

const NEWEST_LOTS = 4
/** A depot this near belongs to the place; the same as in the application. */
const AT_THE_PLACE_KM = '5'
/** Monday first. A known Monday gives the names of the days. */
const A_MONDAY = Date.UTC(2024, 0, 1, 12)
const DAY_MS = 86_400_000

export const networkPage: PageBuilder = async (context) => {
  const { places, say } = context
  const { next, found, firstData } = await life(context, undefined, () => true)
  return {
    status: 200,
    title: 'Filature',
    description: say('site'),
    linkedData: places.map((place) => placeOf(place, context.origin)),
    firstData,
    wide: true,
    main: html`${hero(context, { title: say('networkTitle'), lead: say('networkLead'), acts: acts(context) })}
<div class="content stack place-parts"><section aria-labelledby="lieux">${sectionTitle('lieux', say('places'))}<ul class="places-list">${places.map(
      (place) => html`<li class="place-entry"><div><h3><a href="/lieux/${place.slug ?? place.id}">${place.name}</a></h3>
<p class="soft">${place.town}</p></div></li>`,
    )}</ul></section>
${next !== undefined && market(context, next)}
${found !== undefined && found.items.length > 0 && lotSection(context, 'lots', found.items)}</div>`,
  }
}

/** What goes on, asked for as the screens ask; the page stands without it: what does not answer is left out. */
async function life(
  { reads, reader: { locale }, today }: PageContext,
  near: string | undefined,
  isHere: (session: SessionSummary) => boolean,
) {
  const [sessions, found] = await Promise.all([
    reads.sessions(today, locale).catch(() => undefined),
    reads
      .search(
        { sort: 'newest', limit: String(NEWEST_LOTS), availableOn: 'now', ...(near !== undefined && { near, radiusKm: AT_THE_PLACE_KM }) },
        locale,
      )
      .catch(() => undefined),
  ])
  const toCome = sessions?.filter(({ state }) => state !== 'cancelled' && state !== 'settled')
  const next = toCome?.find((session) => isHere(session) && session.state === 'open') ?? toCome?.find(isHere)
  const offers = next === undefined ? undefined : await reads.offers(next.id, locale).catch(() => undefined)
  const firstData: Page['firstData'] = [
    ...(toCome === undefined ? [] : [[['sessions', 'to-come'], toCome] as const]),
    ...(next === undefined || offers === undefined ? [] : [[['offers', next.id], offers.items] as const]),
    ...(found === undefined ? [] : [[['lots', 'newest', near ?? 'all'], found] as const]),
  ]
  return { next, found, firstData }
}

export const placePage: PageBuilder = async (context, { place: slug = '' }) => {
  const { reads, reader, say, origin } = context
  const place = await reads.place(slug, reader.locale)
  if (place === undefined) return undefined
  const near = place.lat === null || place.lon === null ? undefined : `${place.lat},${place.lon}`
  const { next, found, firstData } = await life(context, near, ({ orgId }) => orgId === place.id)
  return {
    status: 200,
    title: place.name,
    description: story(place, reader.locale),
    linkedData: [placeOf(place, origin)],
    firstData: [[['place', slug], place], ...firstData],
    wide: true,
    main: html`${hero(context, { kicker: place.town, title: place.name, lead: story(place, reader.locale), acts: acts(context) })}
<div class="content stack place-parts">${next !== undefined && market(context, next)}
${found !== undefined && found.items.length > 0 && lotSection(context, 'lots', found.items)}
<section aria-labelledby="venir">${sectionTitle('venir', say('hours'))}${hours(context, place)}
<p>${[place.street, [place.postalCode, place.town].filter(Boolean).join(' ')].filter(Boolean).join(', ')}</p></section></div>`,
  }
}

function acts({ say }: PageContext): readonly Html[] {
  return [
    html`<a class="button primary" href="/marche">${say('toMarket')}</a>`,
    html`<a class="button secondary" href="/materiaux">${say('toMaterials')}</a>`,
  ]
}

/** People type plain spaces; French lines break better with the others. */
function story(place: Organisation, locale: 'fr' | 'en'): string {
  return locale === 'fr' ? french(place.description.fr) : place.description.en
}

function market({ say, reader: { locale } }: PageContext, session: SessionSummary): Html {
  const between = timeRange(wallTimeAt(session.firstPickupAt), wallTimeAt(session.lastPickupAt), locale)
  return html`<section aria-labelledby="marche">${sectionTitle(
    'marche',
    say('nextMarket'),
    html`<a class="more" href="/marche/${session.id}">${say('market')}</a>`,
  )}<ul class="when"><li>${say('orderUntil', { when: dayAndHour(session.closesAt, locale) })}</li>
<li>${say('pickup', { day: longDay(session.pickupDate, locale), hours: between })}</li></ul></section>`
}

function hours({ say, reader: { locale } }: PageContext, { opening }: Organisation): Html {
  const names = new Intl.DateTimeFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', { weekday: 'long', timeZone: 'UTC' })
  return html`<dl class="facts">${[1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const open = opening.filter((one) => one.weekday === weekday)
    const text =
      open.length === 0
        ? say('closedDay')
        : open.map(({ from, to }) => `${wallTime(from, locale)}\u00a0– ${wallTime(to, locale)}`).join(', ')
    return html`<div><dt>${names.format(A_MONDAY + (weekday - 1) * DAY_MS)}</dt><dd>${text}</dd></div>`
  })}</dl>`
}

const SCHEMA_DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

function placeOf(place: Organisation, origin: string) {
  return {
    '@context': 'https://schema.org',
    '@type': 'Place',
    name: place.name,
    url: `${origin}/lieux/${place.slug ?? place.id}`,
    description: place.description.fr,
    address: {
      '@type': 'PostalAddress',
      streetAddress: place.street ?? undefined,
      postalCode: place.postalCode ?? undefined,
      addressLocality: place.town ?? undefined,
      addressCountry: 'FR',
    },
    ...(place.lat !== null && place.lon !== null && { geo: { '@type': 'GeoCoordinates', latitude: place.lat, longitude: place.lon } }),
    openingHoursSpecification: place.opening.map(({ weekday, from, to }) => ({
      '@type': 'OpeningHoursSpecification',
      dayOfWeek: SCHEMA_DAYS[weekday - 1],
      opens: from,
      closes: to,
    })),
  }
}
