import { systemActor } from '@filature/kernel/actor'
import type { DecisionContext } from '@filature/kernel/decider'
import { parseInstant } from '@filature/kernel/instant'
import { isRefusal } from '@filature/kernel/refusal'
import { describe, expect, test } from 'vitest'
import { rosterDecider } from './decide.ts'
import type { Roster, RosterCommand, RosterEvent } from './roster.ts'

const by = (memberId: string, now = '2026-11-25T18:00:00Z'): DecisionContext => ({
  now: parseInstant(now),
  actor: memberId === 'system' ? systemActor('system') : { kind: 'member', id: memberId, roles: {} },
  id: 'rst_1',
  idempotencyKey: undefined,
  version: 0,
})
const set = (memberId: string, letters: string, until?: string): RosterCommand => ({
  type: 'SetRoles',
  orgId: 'org_1',
  kind: 'place',
  memberId,
  letters,
  until,
})

/** Given who holds what, when a command, then the events or the refusal's code. */
function decide(
  held: Readonly<Record<string, string>>,
  command: RosterCommand,
  context: DecisionContext,
): readonly RosterEvent['data'][] | string {
  const state = Object.entries(held).reduce<Roster>(
    (roster, [memberId, letters]) => evolveAll(roster, set(memberId, letters)),
    rosterDecider.initial,
  )
  const decision = rosterDecider.decide(state, command, context)
  return isRefusal(decision) ? decision.code : decision.events.map(({ data }) => data)
}

function evolveAll(roster: Roster, command: RosterCommand): Roster {
  const decision = rosterDecider.decide(roster, command, by('system'))
  return isRefusal(decision) ? roster : decision.events.reduce(rosterDecider.evolve, roster)
}

describe('a roster', () => {
  test('[network 1] an owner alone cannot leave', () => {
    expect(decide({ ann: 'O', ben: 'M' }, { type: 'Leave', memberId: 'ann' }, by('ann'))).toBe('last-owner')
    expect(decide({ ann: 'O', ben: 'O' }, { type: 'Leave', memberId: 'ann' }, by('ann'))).toMatchObject([{ memberId: 'ann', roles: '' }])
  })

  test('nobody stands above himself', () => {
    expect(decide({ ann: 'O', ben: 'M' }, set('ben', 'OM'), by('ben'))).toBe('above-own-rank')
    expect(decide({ ann: 'O', ben: 'M' }, set('ann', 'B'), by('ben'))).toBe('above-own-rank')
    expect(decide({ ann: 'O', ben: 'M', cy: 'B' }, set('cy', 'MB'), by('ben'))).toMatchObject([{ roles: 'MB' }])
    expect(decide({ ann: 'O', cy: 'C' }, set('dot', 'M'), by('cy'))).toBe('above-own-rank')
    expect(decide({ ann: 'O' }, set('dot', 'B'), by('stranger'))).toBe('above-own-rank')
  })

  test('letters are kept in one order, and asking for what already is changes nothing', () => {
    expect(decide({ ann: 'O' }, set('cy', 'BTC'), by('ann'))).toMatchObject([{ roles: 'CTB', step: 2 }])
    expect(decide({ ann: 'O', cy: 'CTB' }, set('cy', 'BTC'), by('ann'))).toEqual([])
  })

  test('a steward of the network exists only in an association', () => {
    expect(decide({ ann: 'O' }, set('cy', 'N'), by('ann'))).toBe('role-not-in-kind')
    expect(
      decide({ ann: 'O' }, { type: 'SetRoles', orgId: 'org_1', kind: 'association', memberId: 'cy', letters: 'N' }, by('ann')),
    ).toMatchObject([{ roles: 'N' }])
  })

  test('an auditor’s role ends after its last day, a year when nobody said; the other roles stay', () => {
    const roster = evolveAll(evolveAll(rosterDecider.initial, set('ann', 'O')), set('maud', 'AB', '2026-12-31'))
    expect(rosterDecider.nextDue?.(roster)).toBe('2026-12-31T23:00:00.000Z')
    const endAt = (now: string) => rosterDecider.decide(roster, { type: 'EndAuditors' }, by('system', now))
    expect(endAt('2026-12-31T22:59:59Z')).toMatchObject({ events: [] })
    expect(endAt('2026-12-31T23:00:00Z')).toMatchObject({ events: [{ data: { memberId: 'maud', roles: 'B', until: null } }] })
    expect(decide({ ann: 'O' }, set('cy', 'A'), by('ann'))).toMatchObject([{ until: '2027-11-25' }])
  })

  test('a membership gives and takes its letter and leaves the others alone', () => {
    const admit: RosterCommand = { type: 'Admit', orgId: 'org_1', kind: 'place', memberId: 'cy' }
    expect(decide({ ann: 'O', cy: 'C' }, admit, by('system'))).toMatchObject([{ roles: 'CB' }])
    expect(decide({ ann: 'O', cy: 'CB' }, { type: 'Dismiss', memberId: 'cy' }, by('system'))).toMatchObject([{ roles: 'C' }])
  })
})
