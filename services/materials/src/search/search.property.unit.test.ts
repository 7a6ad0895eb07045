import { type SearchQuery, searchQuery } from '@filature/contracts/materials/search-shapes'
import { isRefusal } from '@filature/kernel/refusal'
import { describe, expect, it } from 'vitest'
import { roadKm } from '../impact/distance.ts'
import { stockOf } from '../lots/availability.ts'
import { lotImpact } from '../lots/card.ts'
import { quantityFor } from '../lots/convert.ts'
import type { Lot } from '../lots/lot.ts'
import { reference } from '../testing/lot-scenario.ts'
import { anyLot, seeded } from '../testing/many-lots.ts'
import { createSearchIndex, sortOf } from './search-index.ts'
import { wordsOf } from './text.ts'

const SEEDS = Array.from({ length: 6 }, (_, index) => index + 1)
const LOTS = 400
const SEARCHES = 60

/** The search said again as plainly as possible, lot by lot, from the lots themselves. */
function found(lot: Lot, query: SearchQuery, competent: boolean, without?: 'family' | 'grade' | 'place' | 'when'): boolean {
  const leaf = reference.families.get(lot.familyId)?.leaf
  const groupId = lot.familyId.split('.')[0] ?? ''
  const { available } = stockOf(lot, lot.at)
  const km = query.near === undefined ? undefined : roadKm(lot.place.geo, query.near)
  const within = (value: number | undefined, min?: number, max?: number, tol = 0) =>
    (min === undefined && max === undefined) ||
    (value !== undefined && value >= (min ?? 0) - tol && value <= (max ?? Number.POSITIVE_INFINITY) + tol)
  const isFuture = lot.stage === 'future'
  const when = query.availableOn
  if (lot.publication !== 'published' && !(lot.publication === 'restricted' && competent)) return false
  if (query.q !== undefined && query.q !== '') {
    const family = reference.families.get(lot.familyId)
    const group = reference.families.get(groupId)
    const text = [lot.designation, family?.label.fr, family?.label.en, group?.label.fr, group?.label.en, lot.code, lot.source?.name].join(
      ' ',
    )
    const words = wordsOf(text)
    if (!wordsOf(query.q).every((asked) => words.some((word) => (asked.length > 1 ? word.startsWith(asked) : word === asked)))) return false
  }
  if (without !== 'family' && query.family?.length && !query.family.includes(lot.familyId) && !query.family.includes(groupId)) return false
  if (without !== 'grade' && query.grade?.length && !(lot.grade !== null && query.grade.includes(lot.grade))) return false
  if (!within(lot.dims.lengthMm ?? lot.dims.heightMm, query.lenMin, query.lenMax, query.lenTol)) return false
  if (!within(lot.dims.widthMm, query.widMin, query.widMax, query.widTol)) return false
  if (!within(lot.dims.thicknessMm ?? lot.dims.diameterMm, query.thkMin, query.thkMax, query.thkTol)) return false
  const needed = query.qty === undefined ? 1 : quantityFor(lot, query.qty, query.unit ?? lot.unit)
  if (needed === undefined || available < needed) return false
  if (without !== 'place') {
    if (query.depot?.length && !query.depot.includes(lot.depotId)) return false
    if (query.radiusKm !== undefined && !(km !== undefined && km <= query.radiusKm)) return false
  }
  if (without !== 'when') {
    if (when === 'now' && isFuture) return false
    if (when === 'coming' && !isFuture) return false
    if (when !== undefined && when !== 'now' && when !== 'coming' && isFuture && !((lot.window?.from ?? '9') <= when)) return false
  }
  if (query.price?.length && !query.price.includes(lot.price.mode)) return false
  if (query.origin?.length && !query.origin.includes(lot.origin)) return false
  if (query.rep?.length && !query.rep.some((rep) => rep === leaf?.repCategory)) return false
  return true
}

/** What the order compares, for checking that it never goes down. */
function rank(lot: Lot, query: SearchQuery): number {
  const last = Number.POSITIVE_INFINITY
  switch (sortOf(query)) {
    case 'distance':
      return query.near === undefined ? last : roadKm(lot.place.geo, query.near)
    case 'price':
      return lot.price.mode === 'free' ? 0 : (lot.price.minCents ?? lot.price.unitCents ?? last)
    case 'age':
      return lot.receivedAt === null ? last : Date.parse(lot.receivedAt)
    case 'newest':
      return -Date.parse(lot.recordedAt)
    case 'netCo2e': {
      const qty = query.qty === undefined ? stockOf(lot, lot.at).available : (quantityFor(lot, query.qty, query.unit ?? lot.unit) ?? 0)
      const impact = lotImpact(reference, lot, qty, query.near)
      return impact === null ? last : -impact.summary.netG
    }
    case 'relevance':
      return 0
  }
}

function anyQuery(random: (most: number) => number): SearchQuery {
  const sometimes = (fields: Record<string, string>, oneIn = 4) => (random(oneIn) === 0 ? fields : {})
  const near = random(2) === 0 ? { near: '46.5802,0.3404' } : {}
  return searchQuery.parse({
    limit: String(1 + random(30)),
    ...near,
    ...sometimes({ q: ['porte', 'chen ancien', 'ECOLE', 'brique 22', 'wood', 'émail fon'][random(6)] ?? '' }),
    ...sometimes({ family: ['wood', 'joinery,metal', 'wood.beam,roof', 'floor.linoleum'][random(4)] ?? '' }),
    ...sometimes({ grade: ['A', 'B,C', 'A,B,C,D'][random(3)] ?? '' }),
    ...sometimes({ lenMin: String(random(4_000)), lenTol: String(random(500)) }),
    ...sometimes({ widMin: '200', widMax: String(200 + random(1_000)) }),
    ...sometimes({ thkMax: String(random(60)) }),
    ...sometimes({ qty: String(1 + random(20_000)), unit: ['piece', 'cm2', 'mm', 'g'][random(4)] ?? 'piece' }),
    ...('near' in near ? sometimes({ radiusKm: String(1 + random(80)) }, 2) : {}),
    ...sometimes({ depot: ['dep_0', 'dep_1,dep_2'][random(2)] ?? '' }),
    ...sometimes({ availableOn: ['now', 'coming', '2030-06-15'][random(3)] ?? '' }),
    ...sometimes({ price: ['free', 'fixed,solidarity'][random(2)] ?? '' }),
    ...sometimes({ origin: 'donation,offcut' }),
    ...sometimes({ rep: '1' }, 10),
    ...sometimes({ sort: ['relevance', 'distance', 'netCo2e', 'age', 'price', 'newest'][random(6)] ?? 'newest' }, 1),
  })
}

describe('search', () => {
  it.each(SEEDS)('finds, counts and orders what looking at every lot finds, page by page (seed %i)', (seed) => {
    const random = seeded(seed)
    const index = createSearchIndex(reference)
    const lots = new Map<string, Lot>()
    for (let count = 0; count < LOTS; count += 1) {
      const { lot, version } = anyLot(reference, random, count)
      index.put(lot, version)
      lots.set(lot.lotId, lot)
    }
    let nonEmpty = 0
    for (let search = 0; search < SEARCHES; search += 1) {
      const query = anyQuery(random)
      const competent = random(4) === 0
      const told = { seed, search, query }
      const expected = [...lots.values()].filter((lot) => found(lot, query, competent)).map(({ lotId }) => lotId)
      if (expected.length > 0) nonEmpty += 1

      const ids: string[] = []
      let after: string | undefined
      let first: Exclude<ReturnType<typeof index.search>, { refused: true }> | undefined
      do {
        const page = index.search({ ...query, ...(after !== undefined && { after }) }, competent)
        if (isRefusal(page)) throw new Error(JSON.stringify({ ...told, page }))
        first ??= page
        if (page.approximate) break
        ids.push(...page.hits.map(({ lotId }) => lotId))
        after = page.next
      } while (after !== undefined)
      // Words that no lot has are answered by near spellings; what they find is not compared.
      if (first?.approximate === true) continue

      expect({ ...told, ids: [...ids].sort() }).toEqual({ ...told, ids: [...expected].sort() })
      expect({ ...told, total: first?.total }).toEqual({ ...told, total: expected.length })
      const ranks = ids.map((lotId) => rank(lots.get(lotId) as Lot, query))
      expect({ ...told, isOrdered: ranks.every((value, at) => at === 0 || (ranks[at - 1] ?? 0) <= value) }).toEqual({
        ...told,
        isOrdered: true,
      })

      const countOf = (without: Parameters<typeof found>[3], of: (lot: Lot) => string) =>
        Object.fromEntries(
          [
            ...Map.groupBy(
              [...lots.values()].filter((lot) => found(lot, query, competent, without)),
              of,
            ),
          ].map(([key, group]) => [key, group.length]),
        )
      const facets = first?.facets
      expect({ ...told, grades: Object.fromEntries(facets?.grades.map(({ grade, count }) => [grade, count]) ?? []) }).toEqual({
        ...told,
        grades: countOf('grade', ({ grade }) => grade ?? ''),
      })
      expect(
        Object.fromEntries(
          facets?.families.filter(({ parentId }) => parentId !== null).map(({ familyId, count }) => [familyId, count]) ?? [],
        ),
      ).toEqual(countOf('family', ({ familyId }) => familyId))
      expect(Object.fromEntries(facets?.depots.map(({ depotId, count }) => [depotId, count]) ?? [])).toEqual(
        countOf('place', ({ depotId }) => depotId),
      )
      const { coming = 0, now = 0 } = countOf('when', ({ stage }) => (stage === 'future' ? 'coming' : 'now'))
      expect(facets?.when).toEqual({ now, coming })
    }
    expect(nonEmpty).toBeGreaterThan(SEARCHES / 4)
  })

  it('forgives spelling when nothing has the words as written, and says so', () => {
    const index = createSearchIndex(reference)
    const { lot, version } = anyLot(reference, seeded(7), 1)
    index.put({ ...lot, designation: 'Parquet chêne massif' }, version)
    const search = (q: string) => index.search(searchQuery.parse({ q }), true)
    expect(search('parket chene')).toMatchObject({ total: 1, approximate: true })
    expect(search('parquet')).toMatchObject({ total: 1, approximate: false })
    expect(search('lavabo')).toMatchObject({ total: 0, approximate: false })
  })

  it('an older version of a lot never replaces a newer one, and a withdrawn lot is gone', () => {
    const index = createSearchIndex(reference)
    const { lot, version } = anyLot(reference, seeded(3), 1)
    index.put({ ...lot, publication: 'withdrawn' }, version + 1)
    index.put(lot, version)
    expect(index.size()).toBe(0)
  })

  it('a page mark of another order or a stranger is refused by name', () => {
    const index = createSearchIndex(reference)
    for (const after of ['nonsense', Buffer.from('["price",1,2,"lot_1"]').toString('base64url')]) {
      expect(index.search(searchQuery.parse({ after, sort: 'newest' }), false)).toMatchObject({
        code: 'invalid',
        figures: { errors: [{ path: 'query.after' }] },
      })
    }
  })
})
