import type { HubBody } from '@filature/contracts/market/hub'
import { ALLERGENS } from '@filature/contracts/market/lists'
import type { Certificate, ProducerBody, ProductBody } from '@filature/contracts/market/producer'
import { type Label, label } from '@filature/contracts/market/shapes'
import { type Placed, rowError } from '../csv/row-error.ts'
import { demoId } from '../ids.ts'
import { byId } from '../rows/read-rows.ts'
import type { DemoWorld, Row } from '../world.ts'

/** Rows of the market as the bodies its commands take. */

export const hubIdOf = (placeSlug: string): string => demoId('hub_', 'places.csv', placeSlug)
export const pointIdOf = (slug: string): string => demoId('pkp_', 'pickup-points.csv', slug)
export const producerIdOf = (slug: string): string => demoId('prd_', 'producers.csv', slug)
export const productIdOf = (slug: string): string => demoId('pro_', 'products.csv', slug)
export const variantIdOf = (slug: string): string => demoId('var_', 'products.csv', slug)
const certificateIdOf = (slug: string): string => demoId('crt_', 'certificates.csv', slug)
const packagingIdOf = (depositCents: number): string => demoId('pkg_', 'products.csv', `deposit-${depositCents}`)

const addressOf = ({ street, postal_code, town }: { street: string; postal_code: string; town: string }) =>
  `${street}, ${postal_code} ${town}`

/** The hub of a place, with the pick-up points and the policy of its sale template. */
export function hubOf(world: DemoWorld, template: Row<'saleTemplates'>): HubBody {
  const { rows, orgId } = world
  const place = byId(rows.places, ({ id }) => id)(template, 'place_id', template.place_id)
  const point = byId(rows.pickupPoints, ({ id }) => id)
  const deposits = [...new Set(rows.products.map(({ deposit_cents }) => deposit_cents).filter((cents) => cents > 0))]
  return {
    orgId: orgId(template, 'place_id', place.id),
    name: place.name,
    story: { fr: place.description_fr, en: place.description_en },
    town: place.town,
    lat: place.lat,
    lon: place.lon,
    saleMode: template.sale_mode,
    seller: { legalName: place.name, regime: 'normal', address: addressOf(place) },
    points: template.pickup_point_ids.map((id) => {
      const row = point(template, 'pickup_point_ids', id)
      return {
        id: pointIdOf(row.id),
        name: row.name,
        address: addressOf(row),
        town: row.town,
        lat: row.lat,
        lon: row.lon,
        cold: row.cold_storage,
        stepFree: row.step_free,
        note: row.access_note_fr ?? '',
        slots: row.slots,
      }
    }),
    bands: [{ pctBp: 10_000 }],
    packagings: deposits.map((depositC) => ({ id: packagingIdOf(depositC), name: 'Contenant consigné', depositC })),
    policy: {
      holdMin: template.hold_minutes,
      maxExtensions: 2,
      maxHoldMin: 60,
      overrunBp: template.overrun_bp,
      allocation: template.allocation,
      minOrderC: template.min_order_cents,
      belowMinimum: 'deliver',
      noShow: 'keep-24h',
      onDemandCap: 1_000,
      membersOnly: false,
    },
  }
}

/** A producer, in every hub whose template names him. */
export function producerOf(world: DemoWorld, row: Row<'producers'>): ProducerBody {
  const templates = world.rows.saleTemplates.filter(({ producer_ids }) => producer_ids.includes(row.id))
  const { name, activity, town, lat, lon, siren } = row
  return {
    orgId: world.orgId(row, 'id', row.id),
    name,
    activity,
    story: { fr: row.story_fr, en: row.story_en },
    town,
    lat,
    lon,
    seller: { legalName: name, siren, regime: row.vat_regime, address: addressOf(row) },
    hubs: templates.map(({ place_id }) => ({
      hubId: hubIdOf(place_id),
      status: 'active',
      leadH: row.lead_hours,
      minTotalC: row.min_total_cents,
      minMemberC: 0,
    })),
  }
}

export function certificateOf({ calendar }: DemoWorld, row: Row<'certificates'>): Certificate {
  const { body, number, categories } = row
  return {
    id: certificateIdOf(row.id),
    label: labelFrom(row, 'label', row.label),
    body,
    number,
    from: calendar.day(row.from_days),
    to: calendar.day(row.to_days),
    categories,
  }
}

function labelFrom(row: Placed, column: string, text: string): Label {
  const outcome = label.safeParse(text)
  if (!outcome.success) throw rowError(row, column, `there is no label ${text}`)
  return outcome.data
}

/** VAT rates were the same all through the demo's past. */
const VAT_SINCE = '2014-01-01'

export function productOf(world: DemoWorld, row: Row<'products'>): ProductBody {
  return {
    producerId: producerIdOf(row.producer_id),
    slug: row.id,
    name: row.name_fr,
    category: row.category,
    kind: row.kind,
    variety: row.variety ?? '',
    ...(row.origin_country !== undefined && { origin: { country: row.origin_country, place: row.origin_place ?? '' } }),
    qualityClass: row.quality_class ?? '',
    description: row.description_fr ?? '',
    ingredients: row.ingredients_fr ?? '',
    allergens: allergensOf(row),
    certIds: row.labels.map((text) => certificateFor(world, row, labelFrom(row, 'labels', text))),
    storage: row.storage,
    ...(row.shelf_life_days !== undefined && { shelfLifeDays: row.shelf_life_days }),
    leadH: 0,
    vat: [{ from: VAT_SINCE, bp: row.vat_rate_bp }],
    ...(row.alcohol_bp !== undefined && row.alcohol_bp > 0 && { alcoholBp: row.alcohol_bp }),
    variants: [
      {
        id: variantIdOf(row.id),
        name: row.variant_fr ?? '',
        saleMode: row.sale_mode,
        displayUnit: row.display_unit,
        baseUnit: row.base_unit,
        ...contentOf(row),
        stepB: row.step,
        minB: row.min_quantity,
        maxB: row.max_quantity,
        ...(row.min_weight_g !== undefined && { lowG: row.min_weight_g }),
        ...(row.avg_weight_g !== undefined && { avgG: row.avg_weight_g }),
        ...(row.max_weight_g !== undefined && { highG: row.max_weight_g }),
        priceC: row.price_cents_ttc,
        packagingIds: row.deposit_cents > 0 ? [packagingIdOf(row.deposit_cents)] : [],
        sku: row.id,
        active: true,
      },
    ],
  }
}

/** What a piece holds; bulk goods are their own content. */
function contentOf({ sale_mode, pack_size, pack_unit }: Row<'products'>) {
  return sale_mode === 'unit' && pack_size !== undefined && pack_unit !== '' ? { content: { qty: pack_size, unit: pack_unit } } : {}
}

/** Not listed is declared absent. */
function allergensOf(row: Row<'products'>): ProductBody['allergens'] {
  const unknown = [...row.allergens_contains, ...row.allergens_traces].find((name) => !ALLERGENS.some((allergen) => allergen === name))
  if (unknown !== undefined) throw rowError(row, 'allergens_contains', `${unknown} is not one of the 14 allergens`)
  const declared = (allergen: string) => {
    if (row.allergens_contains.includes(allergen)) return 'contains'
    return row.allergens_traces.includes(allergen) ? 'traces' : 'none'
  }
  return Object.fromEntries(ALLERGENS.map((allergen) => [allergen, declared(allergen)]))
}

function certificateFor({ rows }: DemoWorld, row: Row<'products'>, wanted: Label): string {
  const found = rows.certificates.find(
    ({ producer_id, label: has, categories }) => producer_id === row.producer_id && has === wanted && categories.includes(row.category),
  )
  if (found === undefined) throw rowError(row, 'labels', `${row.producer_id} has no certificate ${wanted} for ${row.category}`)
  return certificateIdOf(found.id)
}
