import { systemActor } from '@filature/kernel/actor'
import type { DecisionContext } from '@filature/kernel/decider'
import { parseInstant } from '@filature/kernel/instant'
import { isRefusal } from '@filature/kernel/refusal'
import { describe, expect, test } from 'vitest'
import { memberDecider } from './decide.ts'
import { lettersPerOrganisation, type MemberCommand, type MemberState } from './member.ts'

const context = (now = '2026-11-25T18:00:00Z'): DecisionContext => ({
  now: parseInstant(now),
  actor: systemActor('test'),
  id: 'mbr_1',
  idempotencyKey: undefined,
  version: 0,
})
const created: MemberCommand = {
  type: 'CreateMember',
  firstName: 'Tiago',
  lastName: 'Tweed',
  displayName: 'Tiago T.',
  email: 'Tiago@Example.org',
  locale: 'fr',
}
const adopt = (letters: string, step: number): MemberCommand => ({ type: 'AdoptRoles', orgId: 'org_1', letters, step })
const start = (from: string, until: string): MemberCommand => ({ type: 'StartMembership', orgId: 'org_1', from, until, graceDays: 30 })

function after(commands: readonly MemberCommand[], now?: string): MemberState {
  return commands.reduce<MemberState>((state, command) => {
    const decision = memberDecider.decide(state, command, context(now))
    if (isRefusal(decision)) throw new Error(decision.code)
    return decision.events.reduce<MemberState>(memberDecider.evolve, state)
  }, memberDecider.initial)
}

describe('a member’s file', () => {
  test('every change of roles raises the version of the rights, a late repeat does not, and a lost role stays lost', () => {
    const state = after([created, adopt('OB', 1), adopt('B', 3), adopt('OB', 2), adopt('B', 3)])
    expect(state).toMatchObject({ rv: 3, email: 'tiago@example.org', roles: { org_1: { letters: 'B', step: 3 } } })
    expect(state === null ? {} : lettersPerOrganisation(state)).toEqual({ org_1: 'B' })
    const gone = after([created, adopt('OB', 1), adopt('', 2), adopt('OB', 1)])
    expect(gone === null ? {} : lettersPerOrganisation(gone)).toEqual({})
  })

  test('has one membership at a time in each organisation', () => {
    const state = after([created, start('2026-01-01', '2026-12-31')])
    expect(memberDecider.decide(state, start('2026-12-31', '2027-12-30'), context())).toMatchObject({
      code: 'period-overlap',
      figures: { until: '2026-12-31' },
    })
    expect(memberDecider.decide(state, start('2027-01-01', '2027-12-31'), context())).toMatchObject({
      events: [{ type: 'MembershipStarted' }],
    })
    expect(memberDecider.decide(state, start('2028-01-01', '2027-01-01'), context())).toMatchObject({ code: 'invalid' })
  })

  test('[network 11] until 31 December with 30 days of grace: active on 30 January, ended on 31 January', () => {
    const state = after([created, start('2026-01-01', '2026-12-31')])
    const at = (now: string) => memberDecider.decide(state, { type: 'EndMemberships' }, context(now))
    expect(at('2027-01-30T22:59:59Z')).toMatchObject({ events: [] })
    expect(at('2027-01-30T23:00:00Z')).toMatchObject({
      events: [{ type: 'MembershipEnded', data: { orgId: 'org_1', until: '2026-12-31' } }],
    })
    expect(memberDecider.nextDue?.(state)).toBe('2027-01-30T23:00:00.000Z')
  })

  test('is made once, and tells the world neither e-mail nor names', () => {
    const state = after([created])
    expect(memberDecider.decide(state, created, context())).toMatchObject({ code: 'duplicate-member' })
    const decision = memberDecider.decide(null, created, context())
    const event = isRefusal(decision) ? undefined : decision.events[0]
    expect(event === undefined ? undefined : memberDecider.publish?.(event, state, { id: 'mbr_1', version: 1 })).toEqual({
      displayName: 'Tiago T.',
      locale: 'fr',
      demo: false,
    })
  })
})
