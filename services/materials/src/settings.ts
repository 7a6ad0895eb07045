import { DAY, HOUR } from '@filature/kernel/instant'
import { z } from 'zod'
import type { HoldPolicy } from './holds/policy.ts'
import type { QuotaCaps, StrikePolicy } from './quota/quota.ts'

const whole = (fallback: number, most: number, description: string, least = 0) =>
  z.coerce.number().int().min(least).max(most).default(fallback).meta({ description })

/** What the materials library reads from the environment: the network's policy. Depots may tighten it. */
export const materialsEnvironment = z.object({
  MATERIALS_PERSON_HOLD_HOURS: whole(48, 8_760, 'how long a person’s hold lasts', 1),
  MATERIALS_WORKSITE_HOLD_HOURS: whole(168, 8_760, 'how long a worksite’s or organisation’s hold lasts', 1),
  MATERIALS_EXTENSION_HOURS: whole(48, 8_760, 'by how much a hold is extended'),
  MATERIALS_EXTENSIONS: whole(1, 100, 'how often one hold may be extended'),
  MATERIALS_COOLDOWN_HOURS: whole(24, 8_760, 'how long a lot is closed to a holder whose hold of it ran out; 0: not at all'),
  MATERIALS_HOLDS_PER_LOT: whole(200, 10_000, 'live holds on one lot', 1),
  MATERIALS_OFFER_HOURS: whole(24, 8_760, 'how long what comes free is offered to the first who waits for it', 1),
  MATERIALS_WAITERS_PER_LOT: whole(100, 10_000, 'members who wait for one lot'),
  MATERIALS_WISHES: whole(20, 1_000, 'lots that one member waits for at the same time'),
  MATERIALS_WISH_DAYS: whole(180, 3_650, 'how long somebody waits for a lot at most', 1),
  MATERIALS_PERSON_HOLDS: whole(5, 1_000_000, 'holds of one person at the same time'),
  MATERIALS_PERSON_KG: whole(500, 1_000_000, 'kg held by one person at the same time'),
  MATERIALS_ORG_HOLDS: whole(20, 1_000_000, 'holds of one organisation at the same time'),
  MATERIALS_ORG_KG: whole(5_000, 1_000_000, 'kg held by one organisation at the same time'),
  MATERIALS_WORKSITE_HOLDS: whole(60, 1_000_000, 'holds of one worksite at the same time'),
  MATERIALS_WORKSITE_KG: whole(20_000, 1_000_000, 'kg held by one worksite at the same time'),
  MATERIALS_LEAD_COMPETENT_ORGS: z
    .string()
    .default('')
    .meta({ description: 'organisation ids, comma separated, whose members are trained for lead: they see and hold restricted lots' }),
})

/** The network's rules that edges apply; the rest is inside the deciders. */
export interface NetworkPolicy {
  readonly personHoldHours: number
  readonly worksiteHoldHours: number
  readonly extensionHours: number
  readonly offerHours: number
  /** Lots that one member waits for at the same time. */
  readonly wishesPerMember: number
  readonly caps: Readonly<Record<'person' | 'org' | 'worksite', QuotaCaps>>
}

export interface MaterialsSettings {
  readonly network: NetworkPolicy
  readonly holds: HoldPolicy
  readonly strikes: StrikePolicy
  readonly leadCompetentOrgs: ReadonlySet<string>
}

const G_PER_KG = 1_000

export function materialsSettings(env: z.output<typeof materialsEnvironment>): MaterialsSettings {
  const caps = (holds: number, kg: number): QuotaCaps => ({ holds, massG: kg * G_PER_KG })
  return {
    network: {
      personHoldHours: env.MATERIALS_PERSON_HOLD_HOURS,
      worksiteHoldHours: env.MATERIALS_WORKSITE_HOLD_HOURS,
      extensionHours: env.MATERIALS_EXTENSION_HOURS,
      offerHours: env.MATERIALS_OFFER_HOURS,
      wishesPerMember: env.MATERIALS_WISHES,
      caps: {
        person: caps(env.MATERIALS_PERSON_HOLDS, env.MATERIALS_PERSON_KG),
        org: caps(env.MATERIALS_ORG_HOLDS, env.MATERIALS_ORG_KG),
        worksite: caps(env.MATERIALS_WORKSITE_HOLDS, env.MATERIALS_WORKSITE_KG),
      },
    },
    holds: {
      extensionMs: env.MATERIALS_EXTENSION_HOURS * HOUR,
      extensionsMost: env.MATERIALS_EXTENSIONS,
      holdsPerLot: env.MATERIALS_HOLDS_PER_LOT,
      cooldownMs: env.MATERIALS_COOLDOWN_HOURS * HOUR,
      warnBeforeMs: [24 * HOUR, 2 * HOUR],
      offerMs: env.MATERIALS_OFFER_HOURS * HOUR,
      waitersPerLot: env.MATERIALS_WAITERS_PER_LOT,
      wishMs: env.MATERIALS_WISH_DAYS * DAY,
    },
    strikes: { expiriesPerStrike: 2, expiryWindowMs: 30 * DAY, strikesToLimit: 3, strikeWindowMs: 90 * DAY, limitMs: 30 * DAY },
    leadCompetentOrgs: new Set(
      env.MATERIALS_LEAD_COMPETENT_ORGS.split(',')
        .map((id) => id.trim())
        .filter((id) => id !== ''),
    ),
  }
}

/** The defaults, for tests and for whoever embeds the service without an environment. */
export const defaultMaterialsSettings = (): MaterialsSettings => materialsSettings(materialsEnvironment.parse({}))
