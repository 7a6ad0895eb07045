import { z } from 'zod'
import { pageQuery } from '../http/page.ts'
import { rule } from '../http/rules.ts'
import { lotCard } from './lot-shapes.ts'
import { baseUnit, GRADES, geo, grade, ORIGINS, origin, PRICE_MODES, priceMode, text } from './vocabulary.ts'

/** `wood,masonry` → list. Repeats are dropped; every item must be known. */
function listOf<const Values extends readonly [string, ...string[]]>(values: Values, description: string) {
  return z
    .string()
    .max(300)
    .transform((list) => [...new Set(list.split(',').filter((item) => item !== ''))])
    .pipe(z.array(z.enum(values)))
    .meta({ description: `${description}; comma separated: ${values.join(', ')}` })
}

const idList = (description: string) =>
  z
    .string()
    .max(2_000)
    .transform((list) => [...new Set(list.split(',').filter((item) => item !== ''))])
    .pipe(z.array(z.string().max(80)).max(100))
    .meta({ description })

export const nearPoint = z
  .string()
  .regex(/^-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?$/, rule('coordinates'))
  .transform((pair) => {
    const [lat = 0, lon = 0] = pair.split(',').map(Number)
    return { lat, lon }
  })
  .refine(({ lat, lon }) => Math.abs(lat) <= 90 && Math.abs(lon) <= 180, rule('coordinates'))
  .meta({ description: 'lat,lon in degrees (WGS84)' })

const mm = z.coerce.number().int().min(0).max(100_000).optional()

export const SEARCH_SORTS = ['relevance', 'distance', 'netCo2e', 'age', 'price', 'newest'] as const

export const searchQuery = z.strictObject({
  ...pageQuery.shape,
  q: z
    .string()
    .trim()
    .max(120)
    .optional()
    .meta({ description: 'words; every one must begin a word of the lot. Nothing found: near spellings' }),
  family: idList('family or group ids, comma separated').optional(),
  grade: listOf(GRADES, 'grades').optional(),
  lenMin: mm.meta({ description: 'mm; length, or height where the lot has no length' }),
  lenMax: mm,
  lenTol: mm.meta({ description: 'mm allowed beyond min and max; default 0' }),
  widMin: mm,
  widMax: mm,
  widTol: mm,
  thkMin: mm.meta({ description: 'mm; thickness, or diameter where the lot has no thickness' }),
  thkMax: mm,
  thkTol: mm,
  qty: z.coerce.number().int().min(1).max(1_000_000_000).optional().meta({ description: 'quantity needed, in base units of `unit`' }),
  unit: baseUnit.optional().meta({ description: 'base unit of qty; lots of another unit match when their dimensions convert it' }),
  near: nearPoint.optional(),
  radiusKm: z.coerce.number().min(1).max(2_000).optional().meta({ description: 'km from `near` (great circle x 1.3); needs `near`' }),
  depot: idList('depot ids, comma separated').optional(),
  availableOn: z
    .union([z.enum(['now', 'coming']), z.iso.date()])
    .optional()
    .meta({ description: 'now: in stock; coming: not yet removed; a date: available by then' }),
  origin: listOf(ORIGINS, 'origins').optional(),
  price: listOf(PRICE_MODES, 'price modes').optional(),
  rep: listOf(['1', '2', 'deee', 'chem'], 'REP categories').optional(),
  sort: z.enum(SEARCH_SORTS).optional().meta({ description: 'default: relevance with q, else distance with near, else newest' }),
})
export type SearchQuery = z.output<typeof searchQuery>

const count = z.int()
export const searchFacets = z.object({
  families: z.array(z.object({ familyId: z.string(), parentId: z.string().nullable(), label: text, count })),
  grades: z.array(z.object({ grade, count })),
  when: z.object({ now: count, coming: count }),
  depots: z
    .array(z.object({ depotId: z.string(), name: z.string(), town: z.string(), geo, km: z.number().nullable(), count }))
    .meta({ description: 'all depots, nearest first, also those beyond the radius: the pins of the map' }),
  priceModes: z.array(z.object({ mode: priceMode, count })),
  origins: z.array(z.object({ origin, count })),
})

export const searchReply = z.object({
  items: z.array(lotCard),
  next: z.string().optional().meta({ description: 'absent on the last page' }),
  total: z.int(),
  facets: searchFacets.meta({ description: 'counts under all other filters than the facet’s own' }),
  approximate: z.boolean().meta({ description: 'true: nothing had these words, near spellings are shown' }),
  kmMethod: z.literal('great-circle-x1.3'),
})
export type SearchReply = z.infer<typeof searchReply>
