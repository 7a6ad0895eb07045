import { orderedLetters, ROLES_OF_KIND, rankOf } from '@filature/contracts/identity/roles'
import { civilDateOf, instantAt, plusDays } from '@filature/kernel/civil-time'
import { accept, type Decider, type DecisionContext } from '@filature/kernel/decider'
import { derivedId } from '@filature/kernel/ids'
import { earliest } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import type { Roster, RosterCommand, RosterEvent } from './roster.ts'

/** An auditor's role ends; without a date, after this many days. */
const AUDITOR_DAYS = 365

/** One roster for each organisation. */
export const rosterIdOf = (orgId: string): string => derivedId('rst_', orgId)

/**
 * Refusals: `role-not-in-kind{roles, possible}`, `above-own-rank` (nobody gives or takes a role above his own, nor touches
 * somebody who stands above him), `last-owner`. The system (loader, processes) has every rank.
 */
export const rosterDecider: Decider<Roster, RosterCommand, RosterEvent> = {
  aggregate: 'roster',
  initial: { orgId: null, held: {}, step: 0 },
  decide(state, command, context) {
    switch (command.type) {
      case 'SetRoles': {
        const letters = orderedLetters(command.letters)
        const foreign = orderedLetters(letters.replaceAll(new RegExp(`[${ROLES_OF_KIND[command.kind]}]`, 'g'), ''))
        if (foreign !== '') return refuse('role-not-in-kind', { roles: foreign, possible: ROLES_OF_KIND[command.kind] })
        const before = lettersOf(state, command.memberId)
        if (rankOfActor(state, context) < Math.max(rankOf(letters), rankOf(before))) return refuse('above-own-rank')
        const today = civilDateOf(context.now)
        const until = letters.includes('A') ? (command.until ?? plusDays(today, AUDITOR_DAYS)) : null
        return change(state, command.orgId, command.memberId, letters, until)
      }
      case 'Admit': {
        const letters = orderedLetters(`${lettersOf(state, command.memberId)}B`)
        if (!ROLES_OF_KIND[command.kind].includes('B'))
          return refuse('role-not-in-kind', { roles: 'B', possible: ROLES_OF_KIND[command.kind] })
        return change(state, command.orgId, command.memberId, letters, state.held[command.memberId]?.until ?? null)
      }
      case 'Dismiss': {
        const held = state.held[command.memberId]
        if (held === undefined || state.orgId === null) return accept([])
        return change(state, state.orgId, command.memberId, held.letters.replace('B', ''), held.until)
      }
      case 'Leave':
        if (state.orgId === null || state.held[command.memberId] === undefined) return accept([])
        return change(state, state.orgId, command.memberId, '', null)
      case 'EndAuditors': {
        let after = state
        const events: RosterEvent[] = []
        for (const [memberId, held] of Object.entries(state.held)) {
          if (held.until === null || context.now < instantAt(plusDays(held.until, 1), '00:00')) continue
          const event = rolesSet(after, state.orgId ?? '', memberId, held.letters.replace('A', ''), null)
          after = rosterDecider.evolve(after, event)
          events.push(event)
        }
        return accept(events)
      }
    }
  },
  evolve(state, { data }) {
    const { [data.memberId]: _, ...others } = state.held
    const held = data.roles === '' ? others : { ...others, [data.memberId]: { letters: data.roles, until: data.until } }
    return { orgId: data.orgId, held, step: data.step }
  },
  nextDue: (state) =>
    earliest(...Object.values(state.held).map(({ until }) => (until === null ? undefined : instantAt(plusDays(until, 1), '00:00')))),
  dueCommand: { type: 'EndAuditors' },
}

function change(state: Roster, orgId: string, memberId: string, letters: string, until: string | null) {
  const held = state.held[memberId]
  if ((held?.letters ?? '') === letters && (held?.until ?? null) === until) return accept([], { step: state.step, roles: letters })
  const ownersAfter = Object.entries(state.held).filter(([id, other]) => (id === memberId ? letters : other.letters).includes('O'))
  if (lettersOf(state, memberId).includes('O') && ownersAfter.length === 0) return lastOwner()
  return accept([rolesSet(state, orgId, memberId, letters, until)], { step: state.step + 1, roles: letters })
}

const lastOwner = (): Refusal => refuse('last-owner')

function rolesSet(state: Roster, orgId: string, memberId: string, roles: string, until: string | null): RosterEvent {
  return { type: 'RolesSet', data: { orgId, memberId, roles, until, step: state.step + 1 } }
}

const lettersOf = (state: Roster, memberId: string): string => state.held[memberId]?.letters ?? ''

/** From the roster itself, not from a token that may be a moment old. */
function rankOfActor(state: Roster, { actor }: DecisionContext): number {
  return actor.kind === 'system' ? Number.POSITIVE_INFINITY : rankOf(lettersOf(state, actor.id))
}
