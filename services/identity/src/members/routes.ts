import type { Aggregate } from '@filature/aggregates/aggregate'
import type { identityApi } from '@filature/contracts/identity/http'
import { isRefusal, refuse } from '@filature/kernel/refusal'
import type { Caller } from '@filature/service-kit/caller'
import { pageByKey } from '@filature/service-kit/keyset'
import type { Handlers } from '@filature/service-kit/route'
import type { Attempts } from '../accounts/attempts.ts'
import type { Accounts } from '../accounts/port.ts'
import type { Audit } from '../audit/note.ts'
import type { Organisations } from '../organisations/queries.ts'
import { rosterIdOf } from '../roles/decide.ts'
import type { Roster, RosterCommand } from '../roles/roster.ts'
import type { Sessions } from '../sign-in/sessions.ts'
import type { MemberCommand, MemberState } from './member.ts'
import type { FoundMember, Members } from './queries.ts'
import { ownFile } from './show.ts'

export interface MemberParts {
  readonly accounts: Accounts
  readonly members: Members
  readonly memberAggregate: Aggregate<MemberState, MemberCommand>
  readonly rosters: Aggregate<Roster, RosterCommand>
  readonly organisations: Organisations
  readonly sessions: Sessions
  readonly signIns: Attempts
  readonly audit: Audit
}

type Routes = 'GET /members/me' | 'PATCH /members/me' | 'PUT /members/me/password' | 'GET /members'

export function memberRoutes(parts: MemberParts): Pick<Handlers<typeof identityApi.endpoints>, Routes> {
  const { accounts, members, organisations } = parts

  /** Machines have no file of their own. */
  const own = (caller: Caller) => (caller.memberId === undefined ? undefined : members.read(caller.memberId))

  async function answerWith(found: FoundMember) {
    const { accountId } = found.member
    const hasPassword = accountId !== null && (await accounts.hasPassword(accountId))
    return { body: await ownFile(found, organisations, hasPassword), version: found.version }
  }

  return {
    'GET /members/me': async ({ caller }) => {
      const found = await own(caller)
      return found === undefined ? refuse('not-found') : answerWith(found)
    },
    'PATCH /members/me': async ({ caller, body, ifVersion, receivedAt }) => {
      const id = caller.memberId
      if (id === undefined) return refuse('not-found')
      const answer = await parts.memberAggregate.execute(
        id,
        { type: 'UpdateMember', ...body },
        { actor: caller.actor, ifVersion, receivedAt },
      )
      if (answer.refused === true) return answer
      const found = await members.read(id)
      return found === undefined ? refuse('not-found') : answerWith(found)
    },
    'PUT /members/me/password': async ({ caller, body, ip }) => {
      const found = await own(caller)
      if (found === undefined || found.member.accountId === null || found.member.email === null) return refuse('not-found')
      const { accountId, email, displayName } = found.member
      const tooMany = parts.signIns.note(email, ip)
      if (tooMany !== undefined) return tooMany
      if ((await accounts.hasPassword(accountId)) && !(await accounts.checkPassword(accountId, body.currentPassword ?? ''))) {
        return refuse('wrong-credentials')
      }
      const hash = await accounts.hashPassword(body.newPassword, { email, name: displayName })
      if (isRefusal(hash)) return hash
      await accounts.setPassword(accountId, hash)
      await parts.sessions.endOthers(found, caller.sessionId, caller.actor)
      return { body: undefined }
    },
    'GET /members': async ({ caller, query }) => {
      const organisation = await organisations.named(query.org)
      if (organisation === undefined) return refuse('not-found')
      if (!caller.may('identity.member.list', organisation.id)) {
        return parts.audit.forbid(caller, 'identity.member.list', organisation.id, organisation.id)
      }
      const roster = await parts.rosters.read(rosterIdOf(organisation.id))
      const ids = Object.keys(roster?.state.held ?? {})
      const { items: page, next } = pageByKey(ids, { order: `members ${organisation.id}`, keyOf: (id) => [id], ...query })
      const files = await parts.memberAggregate.readMany(page)
      const items = page.flatMap((id, index) => {
        const state = files[index]?.state
        return state === null || state === undefined
          ? []
          : [{ id, displayName: state.displayName, roles: roster?.state.held[id]?.letters ?? '' }]
      })
      return { body: { items, ...(next !== undefined && { next }) } }
    },
  }
}
