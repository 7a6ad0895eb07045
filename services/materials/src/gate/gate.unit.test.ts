import { HOUR } from '@filature/kernel/instant'
import { describe, expect, it } from 'vitest'
import type { LotIntake } from '../lots/commands.ts'
import type { LotSource } from '../lots/lot.ts'
import { blankLot, eventTypes, notices, receivedLot } from '../testing/lot-scenario.ts'
import { DOORS, holdOf, NEW_BUILDING, PLACE } from '../testing/samples.ts'

const from = (source: Partial<LotSource> | null, more: Partial<LotIntake> = {}): LotIntake => ({
  ...DOORS,
  ...more,
  source: source === null ? null : { ...NEW_BUILDING, ...source },
})
const survey = { documentId: 'doc_1', title: 'Repérage avant travaux', kind: 'asbestos-survey', pages: 4 }
const publish = { type: 'PublishLot', restricted: false } as const
const asbestos = (result: 'cleared' | 'positive') => ({ type: 'ClearHazard', hazard: 'asbestos', result, document: survey }) as const
const lead = (result: 'cleared' | 'positive') => ({ type: 'ClearHazard', hazard: 'lead', result, document: survey }) as const
const evidence = {
  operatorName: 'Dépose du Fil',
  siret: null,
  competence: 'diagnostiqueur',
  sortedOn: null,
  intendedUse: 'réemploi',
  signedBy: null,
  reference: null,
}

describe('the legal gate', () => {
  it.each([
    ['a permit of 1985', { permitOn: '1985-10-08', builtYear: 1987 }],
    ['the last day before the limit', { permitOn: '1997-06-30', builtYear: 1999 }],
    ['no permit date and built in 1997', { permitOn: null, builtYear: 1997 }],
    ['nothing known of its age', { permitOn: null, builtYear: null }],
  ])('[materials 14] from a building with %s and no survey, it is not published; with a cleared survey it is', (_name, age) => {
    const lot = receivedLot(from(age, { familyId: 'joinery.cabinet' }))
    expect(lot.lot().publication).toBe('blocked')
    expect(lot.when(publish)).toMatchObject({ code: 'hazard-document-missing', figures: { hazards: 'asbestos' } })
    lot.given(asbestos('cleared'))
    expect(eventTypes(lot.when(publish))).toEqual(['LotPublished'])
    expect(lot.lot()).toMatchObject({ publication: 'published', hazards: { asbestos: { document: survey } } })
  })

  it('[materials 14] a positive survey is quarantine for ever: no later paper publishes it', () => {
    const lot = receivedLot(from({ permitOn: '1985-10-08' })).given(asbestos('positive'))
    expect(lot.when(publish)).toMatchObject({ code: 'hazard-positive', figures: { hazards: 'asbestos' } })
    expect(lot.when(asbestos('cleared'))).toMatchObject({ code: 'hazard-positive' })
    expect(lot.lot().publication).toBe('blocked')
  })

  it('asks nothing of a building permitted from 1 July 1997, nor of one without permit date built in 1998', () => {
    for (const age of [
      { permitOn: '1997-07-01', builtYear: 1996 },
      { permitOn: null, builtYear: 1998 },
    ]) {
      expect(eventTypes(receivedLot(from(age)).when(publish))).toEqual(['LotPublished'])
    }
  })

  it('surplus and unsold of a suspect family need a survey unless made after 1997; other families never', () => {
    const roof: Partial<LotIntake> = {
      origin: 'unsold',
      familyId: 'roof.fibre-cement',
      dims: { lengthMm: 2_000, widthMm: 900, thicknessMm: 6 },
    }
    expect(receivedLot(from(null, { ...roof, madeYear: null })).lot().blocks).toContainEqual({
      rule: 'asbestos',
      code: 'hazard-document-missing',
    })
    expect(receivedLot(from(null, { ...roof, madeYear: 1997 })).lot().publication).toBe('blocked')
    expect(receivedLot(from(null, { ...roof, madeYear: 1998 })).lot().publication).toBe('draft')
    expect(receivedLot(from(null, { origin: 'unsold' })).lot().publication).toBe('draft')
  })

  it('lead: a dwelling built before 1949, or a suspect family built before 1994 or of unknown age', () => {
    const cleared = { permitOn: '2001-01-01' }
    const blocksOf = (source: Partial<LotSource>, familyId: string) =>
      receivedLot(from({ ...cleared, ...source }, { familyId }))
        .lot()
        .blocks.filter(({ rule }) => rule === 'lead').length
    expect(blocksOf({ dwelling: true, builtYear: 1948 }, 'joinery.cabinet')).toBe(1)
    expect(blocksOf({ dwelling: true, builtYear: 1949 }, 'joinery.cabinet')).toBe(0)
    expect(blocksOf({ dwelling: false, builtYear: 1993 }, 'joinery.shutter')).toBe(1)
    expect(blocksOf({ dwelling: false, builtYear: 1994 }, 'joinery.shutter')).toBe(0)
    expect(blocksOf({ dwelling: false, builtYear: null }, 'joinery.shutter')).toBe(1)
  })

  it('positive lead restricts the lot to competent organisations', () => {
    const lot = receivedLot(from({ permitOn: '2001-01-01', builtYear: 1930, dwelling: true }))
      .given(lead('positive'))
      .given(publish)
    expect(lot.lot().publication).toBe('restricted')
    expect(lot.when(holdOf('hld_a', 1))).toMatchObject({ code: 'restricted-lot' })
    expect(eventTypes(lot.when(holdOf('hld_a', 1, { competent: true })))).toEqual(['LotHeld'])
  })

  it('woods in a depot of a termite zone need a parasite report; a depot declared later blocks them', () => {
    const beam: Partial<LotIntake> = { familyId: 'wood.beam', dims: { lengthMm: 4_200, widthMm: 220, thicknessMm: 80 } }
    expect(receivedLot(from({}, { ...beam, place: { ...PLACE, termiteZone: true } })).lot().blocks).toEqual([
      { rule: 'parasite', code: 'hazard-document-missing' },
    ])
    const lot = receivedLot(from({}, beam)).given(publish)
    lot.given({ type: 'SyncPlace', place: { ...PLACE, termiteZone: true } })
    expect(lot.lot().publication).toBe('blocked')
    expect(eventTypes(lot.when({ type: 'SyncPlace', place: { ...PLACE, termiteZone: true } }))).toEqual([])
  })

  it('a published lot that fails later is blocked: holders are told and keep their hold, the pick-up waits', () => {
    const lot = receivedLot(from({})).given(publish).given(holdOf('hld_a', 2))
    const decision = lot.when({ type: 'FlagHazard', what: 'créosote' }, HOUR)
    expect([eventTypes(decision), notices(decision)]).toEqual([['GateUpdated'], ['lot-blocked']])
    expect(lot.lot()).toMatchObject({ publication: 'blocked', holds: [{ holdId: 'hld_a' }] })
    expect(lot.when(holdOf('hld_b', 1), HOUR)).toMatchObject({ code: 'not-published' })
    const pickup = {
      type: 'RecordPickup',
      holdId: 'hld_a',
      slipId: 'slp_1',
      qty: 2,
      massG: null,
      unitCents: null,
      destination: { kind: 'member', siret: null, insee: null, worksiteId: null, km: null },
      vehicle: 'tr-van-diesel',
    } as const
    expect(lot.when(pickup, HOUR)).toMatchObject({ code: 'lot-blocked' })
    lot.given({ type: 'ClearHazard', hazard: 'other', result: 'cleared', document: survey }, HOUR)
    expect(lot.lot().publication).toBe('published')
    expect(eventTypes(lot.when(pickup, HOUR))).toEqual(['LotPickedUp'])
  })

  it('careful removal needs the evidence of who sorted, waste is never published and not taken in without a licence', () => {
    const removed = from({}, { origin: 'careful-removal' })
    expect(receivedLot(removed).when(publish)).toMatchObject({ code: 'never-waste-evidence-missing' })
    expect(eventTypes(receivedLot(removed).given({ type: 'RecordNeverWaste', evidence }).when(publish))).toEqual(['LotPublished'])
    expect(receivedLot(from({}, { matter: 'waste', wasteLicence: true })).when(publish)).toMatchObject({ code: 'matter-is-waste' })
    expect(blankLot().when({ type: 'ReceiveLot', lot: from({}, { matter: 'waste' }), depositId: null })).toMatchObject({
      code: 'waste-not-accepted',
    })
  })

  it('the record must be whole: grade, photo, location, mass and the dimensions of the family', () => {
    const bare = from({}, { grade: null, photos: [], locationId: null, mass: null, dims: { widthMm: 830 } })
    const lot = receivedLot(bare)
    expect(lot.lot().publication).toBe('draft')
    expect(lot.when(publish)).toMatchObject({
      code: 'record-incomplete',
      figures: { missing: expect.stringMatching(/^grade, photo, location, mass, /) },
    })
  })
})
