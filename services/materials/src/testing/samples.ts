import { DAY, HOUR, type Instant, parseInstant } from '@filature/kernel/instant'
import type { HoldPolicy } from '../holds/policy.ts'
import type { HoldLot, LotIntake, PlaceWish } from '../lots/commands.ts'
import type { LotPlace, LotSource } from '../lots/lot.ts'

/** Things that tests of this service start from. Everything is invented. */
export const START: Instant = parseInstant('2030-03-04T09:00:00Z')

export const POLICY: HoldPolicy = {
  extensionMs: 48 * HOUR,
  extensionsMost: 1,
  holdsPerLot: 200,
  cooldownMs: 24 * HOUR,
  warnBeforeMs: [24 * HOUR, 2 * HOUR],
  offerMs: 24 * HOUR,
  waitersPerLot: 100,
  wishMs: 180 * DAY,
}

export const PLACE: LotPlace = {
  depotId: 'dep_A',
  depotCode: 'FIL',
  orgId: 'org_A',
  name: 'Matériauthèque',
  town: 'Ligugé',
  insee: '86133',
  geo: { lat: 46.5168, lon: 0.3285 },
  termiteZone: false,
}

export const NEW_BUILDING: LotSource = {
  siteId: 'src_new',
  name: 'Bureaux du Canevas',
  kind: 'offices',
  town: 'Buxerolles',
  permitOn: '2003-06-17',
  builtYear: 2004,
  dwelling: false,
  km: 14.2,
}

/** 10 interior doors whose papers are complete once the evidence is recorded. */
export const DOORS: LotIntake = {
  designation: 'Portes intérieures 83 cm',
  familyId: 'joinery.door-interior',
  qty: 10,
  granularity: { mode: 'piece', step: 1, min: 1, leave: 0 },
  origin: 'donation',
  matter: 'product',
  dims: { widthMm: 830, heightMm: 2_040, thicknessMm: 40 },
  mass: { method: 'measured', totalG: 185_000 },
  grade: 'B',
  price: { mode: 'fixed', unitCents: 2_500 },
  locationId: 'fil-b-01',
  madeYear: null,
  wasteCode: null,
  pemdLine: null,
  place: PLACE,
  wasteLicence: false,
  source: NEW_BUILDING,
  photos: [{ kind: 'drawing', ref: 'door-interior' }],
}

/** Boards of 29,700 cm2, sold whole. */
export const boards = (count: number): LotIntake => ({
  ...DOORS,
  designation: 'Panneaux OSB 18 mm',
  familyId: 'wood.osb',
  qty: count * 29_700,
  granularity: { mode: 'board', step: 29_700, min: 29_700, leave: 0 },
  dims: { lengthMm: 2_970, widthMm: 1_000, thicknessMm: 18 },
  mass: { method: 'measured', totalG: count * 32_000 },
  photos: [{ kind: 'drawing', ref: 'board-osb' }],
})

/** A roll of 10 m2 that is cut, leaving no piece under 2 m2. */
export const ROLL: LotIntake = {
  ...DOORS,
  designation: 'Rouleau de linoléum',
  familyId: 'floor.linoleum',
  qty: 100_000,
  granularity: { mode: 'cut', step: 1_000, min: 10_000, leave: 20_000 },
  dims: { lengthMm: 5_000, widthMm: 2_000, thicknessMm: 3 },
  mass: { method: 'measured', totalG: 29_000 },
  photos: [{ kind: 'drawing', ref: 'linoleum' }],
}

export const person = (memberId: string) => ({ kind: 'person' as const, id: memberId, memberId })

export const holdOf = (holdId: string, qty: number, more: Partial<HoldLot> = {}): HoldLot => ({
  type: 'HoldLot',
  holdId,
  reservationId: holdId.replace('hld_', 'rsv_'),
  holder: person(`mbr_${holdId}`),
  worksiteId: null,
  qty,
  holdMs: 48 * HOUR,
  competent: false,
  ...more,
})

/** Waits for all of `qty`, not for a part of it. */
export const wishOf = (wishId: string, qty: number, more: Partial<PlaceWish> = {}): PlaceWish => ({
  type: 'PlaceWish',
  wishId,
  holder: person(`mbr_${wishId}`),
  qty,
  minQty: qty,
  competent: false,
  ...more,
})
