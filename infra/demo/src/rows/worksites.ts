import { z } from 'zod'
import { decimal, integer, list, optionalInteger, optionalText, slug, text } from '../csv/columns.ts'

/** Worksites; today only as those who fetch materials. */
export const worksiteRow = z.object({
  id: slug,
  place_id: slug,
  kind: slug,
  title_fr: text,
  title_en: text,
  body_fr: text,
  trade: slug,
  street: text,
  town: text,
  lat: decimal,
  lon: decimal,
  building_permit_year: optionalInteger,
  asbestos: text,
  hazards: list,
  lead_member_id: slug,
  lead_company: optionalText,
  status: z.enum(['announced', 'running', 'closed']),
  visibility: text,
  skills_taught: list,
  default_capacity: integer,
  approval: text,
  min_age: integer,
  policy_id: slug,
})
