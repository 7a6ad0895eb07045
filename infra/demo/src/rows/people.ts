import { z } from 'zod'
import { flag, integer, list, listOf, optionalSlug, slug, text } from '../csv/columns.ts'

const ROLE_WORDS = [
  'owner',
  'manager',
  'coordinator',
  'stock-keeper',
  'treasurer',
  'safety-officer',
  'cook',
  'staff',
  'member',
  'auditor',
  'network-steward',
] as const
export type RoleWord = (typeof ROLE_WORDS)[number]

/** `la-filature:coordinator` */
const orgRole = z
  .string()
  .transform((value) => {
    const [org, role] = value.split(':')
    return { org, role }
  })
  .pipe(z.object({ org: slug, role: z.enum(ROLE_WORDS, { error: `must be organisation:role, the role one of ${ROLE_WORDS.join(', ')}` }) }))

/** `carpentry:3` */
const skill = z
  .string()
  .regex(/^[a-z-]+:[0-4]$/, 'must be code:level, the level 0 to 4')
  .transform((value) => {
    const [code = '', level = ''] = value.split(':')
    return { code, level: Number(level) }
  })

export const memberRow = z.object({
  id: slug,
  first_name: text,
  last_name: text,
  display_name: text,
  email: z.email('must be an e-mail address'),
  town_id: slug,
  age_years: integer,
  locale: z.enum(['fr', 'en']),
  languages: list,
  roles: listOf(orgRole),
  skills: listOf(skill),
  member_of: slug,
  joined_days_ago: integer,
  membership_until_days: integer,
  membership_status: z.enum(['active', 'grace', 'ended']),
  guardian_id: optionalSlug,
  opening_points: integer,
  opening_minutes: integer,
  notify: list,
  demo_account: flag,
})

export type MemberRow = z.output<typeof memberRow>
