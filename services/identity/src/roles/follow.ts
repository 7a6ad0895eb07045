import type { Aggregate } from '@filature/aggregates/aggregate'
import { orTryAgain, type Reactions } from '@filature/aggregates/runtime'
import { eventType } from '@filature/contracts/events/registry'
import { systemActor } from '@filature/kernel/actor'
import { z } from 'zod'
import type { MemberCommand, MemberState } from '../members/member.ts'
import type { Organisations } from '../organisations/queries.ts'
import { rosterIdOf } from './decide.ts'
import type { Roster, RosterCommand } from './roster.ts'

const rolesSet = z.object({ orgId: z.string(), memberId: z.string(), roles: z.string(), step: z.int() })
const ofOrganisation = z.object({ orgId: z.string() })

/**
 * Two aggregates are never written together, so each follows the other by events: a member's file takes over what the
 * roster decided (which raises `rv` and so ends old tokens), and a roster gives and takes the member's letter with the
 * membership. Each step may come twice and changes nothing the second time.
 */
export function roleReactions(
  members: Aggregate<MemberState, MemberCommand>,
  rosters: Aggregate<Roster, RosterCommand>,
  organisations: Organisations,
): Reactions {
  const actor = systemActor('roles')
  return {
    [eventType('identity', 'RolesSet')]: async ({ id, data }) => {
      const { orgId, memberId, roles, step } = rolesSet.parse(data)
      orTryAgain(await members.execute(memberId, { type: 'AdoptRoles', orgId, letters: roles, step }, { actor, causationId: id }))
    },
    [eventType('identity', 'MembershipStarted')]: async ({ id, subject, data }) => {
      const { orgId } = ofOrganisation.parse(data)
      const found = await organisations.named(orgId)
      if (found === undefined) return
      const command: RosterCommand = { type: 'Admit', orgId, kind: found.organisation.kind, memberId: subject }
      orTryAgain(await rosters.execute(rosterIdOf(orgId), command, { actor, causationId: id }))
    },
    [eventType('identity', 'MembershipEnded')]: async ({ id, subject, data }) => {
      const { orgId } = ofOrganisation.parse(data)
      // Renewed before the old period was over: the letter stays.
      const member = (await members.read(subject))?.state
      if (member?.memberships.some((membership) => membership.orgId === orgId) === true) return
      const command: RosterCommand = { type: 'Dismiss', memberId: subject }
      orTryAgain(await rosters.execute(rosterIdOf(orgId), command, { actor, causationId: id }))
    },
  }
}
