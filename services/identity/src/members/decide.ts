import { invalidField } from '@filature/contracts/http/rules'
import { instantAt, plusDays } from '@filature/kernel/civil-time'
import { accept, type Decider } from '@filature/kernel/decider'
import { earliest, type Instant } from '@filature/kernel/instant'
import { refuse } from '@filature/kernel/refusal'
import type { MemberCommand, MemberEvent, MemberState, Membership } from './member.ts'

/** A membership counts through the last day of grace: until 31 December with 30 days ends as 31 January begins. */
const endOf = ({ until, graceDays }: Membership): Instant => instantAt(plusDays(until, graceDays + 1), '00:00')

/**
 * Refusals: `not-found` before creation, `duplicate-member` on a second one, `period-overlap{until}`, `wrong-state` when the
 * member has another account already.
 */
export const memberDecider: Decider<MemberState, MemberCommand, MemberEvent> = {
  aggregate: 'member',
  initial: null,
  decide(state, command, context) {
    if (command.type === 'CreateMember') {
      if (state !== null) return refuse('duplicate-member')
      const { type, accountId = null, languages, skills = {}, demo = 'none', ...rest } = command
      const email = command.email?.toLowerCase() ?? null
      const data = { ...rest, email, accountId, languages: languages ?? [rest.locale], skills, demo, createdAt: context.now }
      const events: MemberEvent[] = [{ type: 'MemberCreated', data }]
      if (accountId !== null) events.push({ type: 'AccountCreated', data: { accountId } })
      return accept(events)
    }
    if (state === null) return refuse('not-found')
    switch (command.type) {
      case 'LinkAccount':
        if (state.accountId === command.accountId) return accept([])
        if (state.accountId !== null) return refuse('wrong-state')
        return accept([{ type: 'AccountCreated', data: { accountId: command.accountId } }])
      case 'UpdateMember': {
        const displayName = command.displayName ?? state.displayName
        const locale = command.locale ?? state.locale
        if (displayName === state.displayName && locale === state.locale) return accept([])
        return accept([{ type: 'MemberUpdated', data: { displayName, locale } }])
      }
      case 'StartMembership': {
        const { type, number = null, ...period } = command
        if (period.until < period.from) return invalidField('until', 'not-before', 'from')
        const overlapping = state.memberships.find(
          (other) => other.orgId === period.orgId && other.from <= period.until && period.from <= other.until,
        )
        if (overlapping !== undefined) return refuse('period-overlap', { until: overlapping.until })
        return accept([{ type: 'MembershipStarted', data: { ...period, number } }])
      }
      case 'EndMemberships': {
        const ended = state.memberships.filter((membership) => endOf(membership) <= context.now)
        return accept(ended.map(({ orgId, until }): MemberEvent => ({ type: 'MembershipEnded', data: { orgId, until } })))
      }
      case 'AdoptRoles': {
        const { orgId, letters, step } = command
        const known = state.roles[orgId]
        if (known !== undefined && step <= known.step) return accept([])
        return accept([{ type: 'RolesChanged', data: { orgId, letters, step, rv: state.rv + 1 } }])
      }
      case 'RevokeSession':
        return accept([{ type: 'SessionRevoked', data: { sid: command.sid, until: command.until } }])
    }
  },
  evolve(state, event) {
    if (event.type === 'MemberCreated') return { ...event.data, memberships: [], roles: {}, rv: 1 }
    if (state === null) return state
    switch (event.type) {
      case 'AccountCreated':
        return { ...state, accountId: event.data.accountId }
      case 'MemberUpdated':
        return { ...state, ...event.data }
      case 'MembershipStarted':
        return { ...state, memberships: [...state.memberships, event.data] }
      case 'MembershipEnded': {
        const { orgId, until } = event.data
        return { ...state, memberships: state.memberships.filter((other) => other.orgId !== orgId || other.until !== until) }
      }
      case 'RolesChanged': {
        const { orgId, letters, step, rv } = event.data
        // An organisation where nothing is held any more is kept with its step: a late repeat must not bring roles back.
        return { ...state, rv, roles: { ...state.roles, [orgId]: { letters, step } } }
      }
      case 'SessionRevoked':
        return state
    }
  },
  nextDue: (state) => (state === null ? undefined : earliest(...state.memberships.map(endOf))),
  dueCommand: { type: 'EndMemberships' },
  publish(event, _after, { id }) {
    switch (event.type) {
      case 'MemberCreated':
        return { displayName: event.data.displayName, locale: event.data.locale, demo: event.data.demo !== 'none' }
      case 'MembershipStarted': {
        const { orgId, from, until, number } = event.data
        return { orgId, from, until, number }
      }
      case 'RolesChanged':
        return { memberId: id, orgId: event.data.orgId, roles: event.data.letters, rv: event.data.rv }
      default:
        return event.data
    }
  },
}
