import type { Dims, LotCard, LotPage } from '@filature/contracts/materials/lot-shapes'
import materialsEn from '../app/i18n/en/materials.ts'
import materialsFr from '../app/i18n/fr/materials.ts'
import { materialTone } from '../app/pieces/material-tone.ts'
import { pointText } from '../app/places/home-town.ts'
import { TOWNS } from '../app/places/towns.ts'
import { openingHours } from '../app/screens/materials/opening-hours.ts'
import { DEFAULT_RADIUS_KM, readFilters, writeFilters } from '../app/screens/materials/search-filters.ts'
import { distance, money, number } from '../app/words/numbers.ts'
import { sectionTitle, tile } from './frame.ts'
import { type Html, html, type Piece } from './html.ts'
import type { PageBuilder, PageContext } from './page.ts'

/** Where a search begins that says nothing of a place; the same as in the application. */
const HOME = pointText(TOWNS[0])

export const searchPage: PageBuilder = async (context) => {
  const { reads, reader, say, query } = context
  const { after } = query
  const asked = writeFilters(readFilters({ near: HOME, ...query }))
  const found = await reads.search({ ...asked, ...(after !== undefined && { after }) }, reader.locale)
  return {
    status: 200,
    title: say('reuse'),
    description: say('lotsNear'),
    linkedData: [
      {
        '@context': 'https://schema.org',
        '@type': 'ItemList',
        numberOfItems: found.total,
        itemListElement: found.items.map((lot, at) => ({ '@type': 'ListItem', position: at + 1, url: `${context.origin}${lotPath(lot)}` })),
      },
    ],
    firstData: after === undefined ? [[['lots', 'search', asked], { pages: [found], pageParams: [''] }]] : [],
    main: html`<div class="stack-24"><h1 class="sr">${say('reuse')}</h1>
<section class="phrase"><p>${Object.keys(query).length === 0 ? phrase(context) : say('lotsNear')}</p></section>
<div class="lots"><div class="between list-head"><h2 class="count-lots">${say('lots', { count: found.total })}</h2></div>
<ul>${found.items.map((lot) => lotRow(context, lot))}</ul></div>
${
  found.next !== undefined &&
  html`<p><a class="more" href="/materiaux?${new URLSearchParams({ ...asked, after: found.next }).toString()}">${say('more')}</a></p>`
}</div>`,
  }
}

/** The sentence of a search that asks for nothing in particular yet, with its blanks where the application has them. */
function phrase({ reader: { locale } }: PageContext): readonly Piece[] {
  const words = (locale === 'en' ? materialsEn : materialsFr).phrase
  const blanks: Readonly<Record<string, string>> = {
    what: words.anything,
    size: words.anySize,
    quantity: words.anyQuantity,
    radius: distance(DEFAULT_RADIUS_KM, locale),
    town: TOWNS[0].name,
  }
  const plain: Readonly<Record<string, string>> = { within: words.within, of: words.of }
  return words.sentence.split(/(<\w+\/>|\{\{\w+\}\})/).map((part) => {
    const name = /\w+/.exec(part)?.[0] ?? ''
    if (part.startsWith('<')) return html`<span class="say">${blanks[name]}</span>`
    return part.startsWith('{{') ? plain[name] : part
  })
}

export const lotPage: PageBuilder = async (context, { code = '' }) => {
  const { reads, reader, say, query, origin } = context
  const asked = Object.fromEntries((['near', 'qty'] as const).flatMap((name) => (query[name] === undefined ? [] : [[name, query[name]]])))
  const lot = await reads.lot(code, asked, reader.locale)
  if (lot === undefined) return undefined
  const facts: readonly (readonly [string, Piece])[] = [
    [say('dims'), dimensions(lot.dims, reader.locale)],
    [say('state'), lot.grade === null ? undefined : say(`grade${lot.grade}`)],
    [say('quantity'), free(context, lot)],
    [say('price'), price(context, lot)],
    [say('origin'), lot.source === null ? undefined : `${lot.source.name}, ${lot.source.town}`],
    [say('depot'), `${lot.depot.name}, ${lot.depot.town}`],
    [say('hours'), openingHours(lot.openings, reader.locale)],
  ]
  return {
    status: 200,
    title: lot.designation,
    description: [dimensions(lot.dims, reader.locale), free(context, lot), `${lot.depot.name}, ${lot.depot.town}`]
      .filter(Boolean)
      .join(' · '),
    image: `/drawings/materials/${lot.family.drawing}.svg`,
    linkedData: [productOf(lot, origin)],
    firstData: [],
    main: html`<div class="stack-24"><p><a class="more" href="/materiaux">${say('back')}</a></p><h1>${lot.designation}</h1>
<p class="soft num">${lot.code}</p>${lot.note !== null && html`<p>${lot.note}</p>`}
<dl class="facts">${facts.flatMap(([name, value]) => (value ? [html`<div><dt>${name}</dt><dd>${value}</dd></div>`] : []))}</dl></div>`,
  }
}

export function lotPath(lot: LotCard): string {
  return `/materiaux/${lot.code}`
}

export function lotRow(context: PageContext, lot: LotCard): Html {
  const { say, reader } = context
  const size = dimensions(lot.dims, reader.locale)
  const { drawing } = lot.family
  return html`<li class="lot">${tile(context, 'materials', drawing, materialTone(drawing))}
<div class="lot-text"><h3><a href="${lotPath(lot)}">${lot.designation}</a></h3>${size !== '' && html`<p class="cote"><span class="len">${size}</span></p>`}
${lot.grade !== null && html`<p class="small soft grade"><b>${lot.grade}</b>${say(`grade${lot.grade}`)}</p>`}
<p class="small soft where"><span>${lot.depot.town}${lot.depot.km !== null && `, ${distance(lot.depot.km, reader.locale)}`}</span></p></div>
<div class="lot-facts"><p class="price">${price(context, lot)}</p><p class="stock is-available">${free(context, lot)}</p></div></li>`
}

export function lotSection(context: PageContext, id: string, lots: readonly LotCard[]): Html {
  return html`<section aria-labelledby="${id}" class="lots">${sectionTitle(id, context.say('newestLots'))}<ul>${lots.map((lot) => lotRow(context, lot))}</ul></section>`
}

function dimensions(dims: Dims, locale: 'fr' | 'en'): string {
  const sizes = [dims.lengthMm, dims.widthMm, dims.heightMm, dims.thicknessMm].filter((size) => size !== undefined)
  return sizes.length === 0 ? '' : `${sizes.map((size) => number(size, locale)).join('\u00a0×\u00a0')}\u00a0mm`
}

const SIGNS: Readonly<Record<string, string>> = { m2: 'm²', m3: 'm³' }

function unitName({ say }: PageContext, displayUnit: string, count: number): string {
  return displayUnit === 'piece' ? say(count < 2 ? 'piece' : 'pieces') : (SIGNS[displayUnit] ?? displayUnit)
}

function free(context: PageContext, lot: LotCard): string {
  const count = lot.available / lot.displayBase
  return context.say('available', {
    amount: `${number(count, context.reader.locale)}\u00a0${unitName(context, lot.displayUnit, count)}`,
  })
}

function price(context: PageContext, lot: LotCard): Html {
  const { say, reader } = context
  const { mode, unitCents = 0, minCents = 0, unitPoints = 0 } = lot.price
  const per = html` <span class="per">/ ${unitName(context, lot.displayUnit, 1)}</span>`
  if (mode === 'free') return html`<b>${say('free')}</b>`
  if (mode === 'quote') return html`<b>${say('quote')}</b>`
  if (mode === 'points') return html`<b>${say('pointsPrice', { count: unitPoints })}</b>${per}`
  if (mode === 'fixed') return html`<b>${money(unitCents, reader.locale)}</b>${per}`
  return html`<b>${say('upTo', { from: money(minCents, reader.locale), to: money(unitCents, reader.locale) })}</b>${per}`
}

function productOf(lot: LotPage, origin: string) {
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: lot.designation,
    sku: lot.code,
    url: `${origin}${lotPath(lot)}`,
    category: lot.family.label,
    itemCondition: lot.usedProduct === 'new' ? 'https://schema.org/NewCondition' : 'https://schema.org/UsedCondition',
    ...(lot.price.unitCents !== undefined && {
      offers: {
        '@type': 'Offer',
        price: (lot.price.unitCents / 100).toFixed(2),
        priceCurrency: 'EUR',
        availability: lot.available > 0 ? 'https://schema.org/InStock' : 'https://schema.org/SoldOut',
      },
    }),
  }
}
