import { z } from 'zod'
import { rule } from '../http/rules.ts'
import { address, depotAccess, depotPolicy, location, opening, openingException } from './depot-shapes.ts'
import { dateWindow, dims, documentRef, granularity, photo, pieceAccess, price } from './lot-shapes.ts'
import { adjustReason, civilDate, geo, grade, hazardName, massMethod, matter, origin, quantity } from './vocabulary.ts'

/** Bodies of the commands. Strict: an unknown field is refused, never ignored. */

const strictAddress = z.strictObject(address.shape)
const strictGeo = z.strictObject(geo.shape)
const strictDims = z.strictObject(dims.shape)
const strictGranularity = z.strictObject(granularity.shape)
const strictPrice = z.strictObject(price.shape)
const strictDocument = z.strictObject(documentRef.shape)

const depotFields = {
  name: z.string().trim().min(2).max(120),
  address: strictAddress,
  geo: strictGeo,
  openings: z.array(z.strictObject(opening.shape)).max(28),
  exceptions: z.array(z.strictObject(openingException.shape)).max(100).default([]),
  capacity: z.strictObject({ massG: z.int().min(0), floorCm2: z.int().min(0) }),
  access: z.strictObject(depotAccess.shape).default({}),
  termiteZone: z.boolean().meta({ description: 'a prefect’s order covers the commune: woods need a parasite report' }),
  wasteLicence: z.string().max(80).optional().meta({ description: 'number of the licence; without one, waste is refused' }),
}

export const openDepotBody = z.strictObject({
  ...depotFields,
  code: z
    .string()
    .regex(/^[A-Z0-9]{2,8}$/, rule('depot-code'))
    .meta({ description: 'part of slip numbers; never changes' }),
  orgId: z.string().min(1).max(80).meta({ description: 'organisation that runs the depot' }),
})
export const updateDepotBody = z.strictObject(depotFields).partial()
export const setLocationsBody = z.strictObject({ locations: z.array(z.strictObject(location.shape)).max(2_000) })
export const setPolicyBody = depotPolicy

export const registerSiteBody = z.strictObject({
  orgId: z.string().min(1).max(80).meta({ description: 'organisation that registers it' }),
  name: z.string().trim().min(2).max(160),
  kind: z.string().max(40).meta({ description: 'school, house, shop-stock…' }),
  ownerName: z.string().max(160).optional(),
  siret: z
    .string()
    .regex(/^\d{14}$/, rule('siret'))
    .optional(),
  address: strictAddress,
  geo: strictGeo,
  permitOn: civilDate.optional().meta({ description: 'date of the building permit' }),
  builtYear: z.int().min(1000).max(2100).optional(),
  dwelling: z.boolean(),
  floorM2: z.int().min(0).max(10_000_000).optional(),
  pemdRef: z.string().max(80).optional(),
  neverWasteOperator: z.string().max(160).optional().meta({ description: 'operator able to sort on site' }),
})
export const attachSiteDocumentBody = z.strictObject({ document: strictDocument })

const describable = {
  designation: z.string().trim().min(2).max(200),
  materials: z.array(z.string().max(60)).max(20),
  colour: z.string().max(60),
  brand: z.string().max(80),
  standards: z.array(z.string().max(60)).max(20),
  defects: z.string().max(1_000),
  assembly: z.string().max(300),
  removalMethod: z.string().max(300),
  note: z.string().max(1_000),
  photos: z.array(z.strictObject(photo.shape)).max(12),
  access: z.strictObject(pieceAccess.shape),
  precautions: z.strictObject({ removal: z.string().max(500), storage: z.string().max(500), transport: z.string().max(500) }).partial(),
  potentials: z
    .strictObject({
      reuse: z.int().min(0).max(100),
      otherReuse: z.int().min(0).max(100),
      recycling: z.int().min(0).max(100),
      recovery: z.int().min(0).max(100),
      disposal: z.int().min(0).max(100),
    })
    .partial(),
  usedProduct: z.enum(['new', 'used', 'remanufactured']),
}

export const describeBody = z.strictObject(describable).partial()

const mass = z.strictObject({
  method: massMethod.meta({ description: 'density: from the dimensions; refused for families that must be weighed' }),
  totalG: z.int().min(1).max(2_000_000_000).optional().meta({ description: 'of everything received; not with density' }),
  densityId: z.string().max(40).optional().meta({ description: 'default: the family’s' }),
})

export const measureBody = z.strictObject({ dims: strictDims.optional(), mass: mass.optional() })
export const gradeBody = z.strictObject({ grade, defects: z.string().max(1_000).optional() })
export const priceBody = z.strictObject({ price: strictPrice })
export const placeBody = z.strictObject({ locationId: z.string().min(1).max(60) })

const lotFields = {
  ...describeBody.shape,
  designation: describable.designation,
  depotId: z.string().min(1).max(80),
  familyId: z.string().min(1).max(80),
  qty: quantity.meta({ description: 'base units of the family' }),
  granularity: strictGranularity,
  origin,
  siteId: z.string().max(80).optional(),
  matter: matter.default('product'),
  madeYear: z.int().min(1000).max(2100).optional().meta({ description: 'surplus and unsold: year of manufacture' }),
  dims: strictDims.default({}),
  mass: mass.optional(),
  grade: grade.optional(),
  price: strictPrice.default({ mode: 'quote' }),
  locationId: z.string().max(60).optional(),
  wasteCode: z.string().max(20).optional(),
  pemdLine: z.string().max(80).optional(),
}
export const receiveLotBody = z.strictObject(lotFields)
/** A lot that is still in its building: planned, visible and pre-holdable, without a location. */
export const planFutureLotBody = z.strictObject({
  ...lotFields,
  window: z.strictObject(dateWindow.shape).meta({ description: 'days of the careful removal' }),
})

export const neverWasteBody = z.strictObject({
  operatorName: z.string().trim().min(2).max(160),
  siret: z
    .string()
    .regex(/^\d{14}$/, rule('siret'))
    .optional(),
  competence: z.string().trim().min(2).max(500).meta({ description: 'what makes the operator able to check the items' }),
  competenceDocument: strictDocument.optional(),
  sortedOn: civilDate.optional(),
  intendedUse: z.string().trim().min(2).max(300),
  signedBy: z.string().max(160).optional(),
})
export const endOfWasteBody = z.strictObject({ declarationRef: z.string().trim().min(2).max(120), on: civilDate.optional() })

export const clearHazardBody = z.strictObject({
  hazard: hazardName,
  result: z.enum(['cleared', 'positive']),
  document: strictDocument,
})
export const flagHazardBody = z.strictObject({ what: z.string().trim().min(2).max(200).meta({ description: 'creosote, mercury, PCB…' }) })

export const publishBody = z.strictObject({
  restricted: z.boolean().default(false).meta({ description: 'only for organisations with lead competence, although nothing asks for it' }),
})
export const withdrawBody = z.strictObject({ reason: z.string().trim().min(2).max(300) })
export const adjustBody = z.strictObject({
  delta: z
    .int()
    .min(-1_000_000_000)
    .max(1_000_000_000)
    .refine((delta) => delta !== 0, rule('not-zero'))
    .meta({ description: 'base units; negative: lost; positive: found' }),
  reason: adjustReason,
  note: z.string().max(500).optional(),
  cutHolds: z.boolean().default(false).meta({ description: 'when less is left than is held: cut the newest holds instead of refusing' }),
})

export const holdBody = z.strictObject({
  qty: quantity.meta({ description: 'base units of the lot' }),
  onBehalfOf: z.string().max(80).optional().meta({ description: 'organisation it is held for; default: yourself' }),
})
export const pickupBody = z.strictObject({
  qty: quantity,
  massG: z.int().min(1).max(2_000_000_000).optional().meta({ description: 'weighed at hand-over; replaces the lot’s figure on the slip' }),
  unitCents: z
    .int()
    .min(0)
    .max(100_000_000)
    .optional()
    .meta({ description: 'solidarity price chosen by the payer; default: the full price' }),
  opId: z.string().min(8).max(128).optional().meta({ description: 'operation made offline: the same opId gets the first answer again' }),
  destination: z
    .strictObject({
      kind: z.enum(['member', 'worksite', 'company', 'association', 'public', 'other']),
      siret: z
        .string()
        .regex(/^\d{14}$/, rule('siret'))
        .optional(),
      insee: z.string().max(5).optional(),
      worksiteId: z.string().max(80).optional(),
      geo: strictGeo.optional().meta({ description: 'place of use, for the last leg of the impact' }),
      km: z.number().min(0).max(5_000).optional().meta({ description: 'known distance; wins over geo' }),
    })
    .optional(),
  vehicle: z.string().max(40).optional().meta({ description: 'factor id of the vehicle; default tr-van-diesel' }),
})
export const emptyBody = z.strictObject({}).default({})
