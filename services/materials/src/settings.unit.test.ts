import { HOUR } from '@filature/kernel/instant'
import { parseEnvironment } from '@filature/service-kit/environment'
import { describe, expect, it } from 'vitest'
import { defaultMaterialsSettings, materialsEnvironment, materialsSettings } from './settings.ts'

describe('settings', () => {
  it('without any variable are the network’s policy as specified', () => {
    expect(defaultMaterialsSettings()).toMatchObject({
      network: {
        personHoldHours: 48,
        worksiteHoldHours: 168,
        extensionHours: 48,
        caps: {
          person: { holds: 5, massG: 500_000 },
          org: { holds: 20, massG: 5_000_000 },
          worksite: { holds: 60, massG: 20_000_000 },
        },
      },
      holds: { extensionsMost: 1, extensionMs: 48 * HOUR, holdsPerLot: 200, cooldownMs: 24 * HOUR },
      strikes: { expiriesPerStrike: 2, strikesToLimit: 3 },
    })
  })

  it('are raised for a load test by variables, and name the one that is wrong', () => {
    const env = parseEnvironment(materialsEnvironment, { MATERIALS_PERSON_HOLDS: '100000', MATERIALS_LEAD_COMPETENT_ORGS: 'org_a, org_b' })
    expect(materialsSettings(env)).toMatchObject({
      network: { caps: { person: { holds: 100_000 } } },
      leadCompetentOrgs: new Set(['org_a', 'org_b']),
    })
    expect(() => parseEnvironment(materialsEnvironment, { MATERIALS_PERSON_HOLDS: 'many' })).toThrow(/MATERIALS_PERSON_HOLDS="many"/)
  })
})
