import type { Aggregate } from '@filature/aggregates/aggregate'
import type { identityApi } from '@filature/contracts/identity/http'
import { refuse } from '@filature/kernel/refusal'
import type { Handlers } from '@filature/service-kit/route'
import type { Audit } from '../audit/note.ts'
import type { MemberCommand, MemberState } from '../members/member.ts'
import type { Organisations } from '../organisations/queries.ts'
import { rosterIdOf } from './decide.ts'
import type { Roster, RosterCommand } from './roster.ts'

export interface RoleParts {
  readonly rosters: Aggregate<Roster, RosterCommand>
  readonly memberAggregate: Aggregate<MemberState, MemberCommand>
  readonly organisations: Organisations
  readonly audit: Audit
}

/** How long an answer waits for the member's own file to follow the roster. */
const FOLLOW_MS = 5_000

interface Changed {
  readonly step: number
  readonly roles: string
}

export function roleRoutes(
  parts: RoleParts,
): Pick<Handlers<typeof identityApi.endpoints>, 'POST /organisations/:id/roles' | 'POST /organisations/:id/leave'> {
  const { rosters, memberAggregate, organisations } = parts

  /** The member's tokens change with the member's file, so an answer before that would promise too much. */
  function followed(memberId: string, orgId: string, step: number) {
    return memberAggregate.until(memberId, (state) => (state?.roles[orgId]?.step ?? 0) >= step, FOLLOW_MS)
  }

  return {
    'POST /organisations/:id/roles': async ({ params, body, caller, receivedAt }) => {
      const found = await organisations.named(params.id)
      if (found === undefined) return refuse('not-found')
      const { id: orgId, organisation } = found
      if (!caller.may('identity.role.set', orgId)) return parts.audit.forbid(caller, 'identity.role.set', body.memberId, orgId)
      if ((await memberAggregate.read(body.memberId)) === undefined) return refuse('not-found')
      const { memberId, roles: letters, until } = body
      const command: RosterCommand = { type: 'SetRoles', orgId, kind: organisation.kind, memberId, letters, until }
      const answer = await rosters.execute<Changed>(rosterIdOf(orgId), command, { actor: caller.actor, receivedAt })
      if (answer.refused === true) return answer
      const member = await followed(memberId, orgId, answer.reply.step)
      // What was decided is durable; the same request again finds it done.
      if (member === undefined) return refuse('unavailable', { retryAfterS: 1 })
      return { body: { memberId, orgId, roles: answer.reply.roles, rv: member.state?.rv ?? 0 } }
    },
    'POST /organisations/:id/leave': async ({ params, caller, receivedAt }) => {
      const found = await organisations.named(params.id)
      const memberId = caller.memberId
      if (found === undefined || memberId === undefined) return refuse('not-found')
      const answer = await rosters.execute<Changed | undefined>(
        rosterIdOf(found.id),
        { type: 'Leave', memberId },
        { actor: caller.actor, receivedAt },
      )
      if (answer.refused === true) return answer
      const member = answer.reply === undefined || (await followed(memberId, found.id, answer.reply.step))
      return member === undefined ? refuse('unavailable', { retryAfterS: 1 }) : { body: undefined }
    },
  }
}
