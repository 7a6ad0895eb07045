import type { Aggregate } from '@filature/aggregates/aggregate'
import type { SignedIn } from '@filature/contracts/identity/http'
import type { Actor } from '@filature/kernel/actor'
import type { Success } from '@filature/service-kit/route'
import type { Accounts, Session } from '../accounts/port.ts'
import type { Locale, MemberCommand, MemberState } from '../members/member.ts'
import type { FoundMember, Members } from '../members/queries.ts'
import type { TokenIssuer } from '../tokens/issue.ts'

export interface Sessions {
  /** The short token, the member and the cookie of a session just opened or shown. */
  welcome(session: Session, locale: Locale): Promise<Success<SignedIn>>
  /** Ends a session: its tokens are refused everywhere, then its cookie is worth nothing. Returns Set-Cookie lines. */
  end(memberId: string, sid: string, actor: Actor): Promise<readonly string[]>
  /** Ends all sessions of a member but the one named. */
  endOthers(found: FoundMember, keepSid: string | undefined, actor: Actor): Promise<void>
}

export function sessionsOf(
  accounts: Accounts,
  members: Members,
  memberAggregate: Aggregate<MemberState, MemberCommand>,
  issuer: TokenIssuer,
): Sessions {
  const sessions: Sessions = {
    async welcome({ sid, account, setCookie }, locale) {
      const { id, member, created } = await members.ofAccount(account, locale)
      const short = await issuer.forSession(sid, account.id, id, member)
      const body = { ...short, member: { id, displayName: member.displayName, locale: member.locale }, newMember: created }
      return { body, ...(setCookie.length > 0 && { headers: { 'Set-Cookie': [...setCookie] } }) }
    },
    async end(memberId, sid, actor) {
      // The word to all services first: a crash in between leaves a session that is refused, not one that lives on.
      await memberAggregate.execute(memberId, { type: 'RevokeSession', sid, until: issuer.endOfNow() }, { actor })
      return accounts.endSession(sid)
    },
    async endOthers({ id, member }, keepSid, actor) {
      if (member.accountId === null) return
      for (const sid of await accounts.sessionsOf(member.accountId)) if (sid !== keepSid) await sessions.end(id, sid, actor)
    },
  }
  return sessions
}
