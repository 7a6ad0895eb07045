import type { identityApi } from '@filature/contracts/identity/http'
import { isRefusal, refuse } from '@filature/kernel/refusal'
import type { Handlers } from '@filature/service-kit/route'
import type { Attempts } from '../accounts/attempts.ts'
import { LINK_S } from '../accounts/better-auth.ts'
import type { Accounts } from '../accounts/port.ts'
import type { Members } from '../members/queries.ts'
import { type DeliverMagicLink, type LastLinks, linkUrl } from './links.ts'
import type { Sessions } from './sessions.ts'

export interface SignInParts {
  readonly accounts: Accounts
  readonly members: Members
  readonly sessions: Sessions
  readonly signIns: Attempts
  readonly linksAsked: Attempts
  /** Origin that people see, asked when a link is made. */
  readonly publicUrl: () => string
  readonly demo: boolean
  /** Absent: no link can be sent. */
  readonly deliver: DeliverMagicLink | undefined
  readonly lastLinks: LastLinks
}

type Routes =
  | 'POST /sign-in'
  | 'POST /magic-links'
  | 'POST /magic-links/redeem'
  | 'GET /magic-links/last'
  | 'POST /token'
  | 'POST /sign-out'
  | 'POST /sign-out/everywhere'

export function signInRoutes(parts: SignInParts): Pick<Handlers<typeof identityApi.endpoints>, Routes> {
  const { accounts, members, sessions, signIns, linksAsked } = parts
  return {
    'POST /sign-in': async ({ body, ip, caller }) => {
      const tooMany = signIns.note(body.email, ip)
      if (tooMany !== undefined) return tooMany
      const session = await accounts.signIn(body.email, body.password)
      return isRefusal(session) ? session : sessions.welcome(session, caller.locale)
    },
    'POST /magic-links': async ({ body, ip }) => {
      if (parts.deliver === undefined) return refuse('mail-not-configured')
      const tooMany = linksAsked.note(body.email, ip)
      if (tooMany !== undefined) return tooMany
      const token = await accounts.makeLink(body.email)
      const url = linkUrl(parts.publicUrl(), token, body.returnTo)
      if (parts.demo) parts.lastLinks.remember(body.email, { url, token })
      await parts.deliver(body.email, url)
      return { body: { expiresInS: LINK_S } }
    },
    'POST /magic-links/redeem': async ({ body, caller }) => {
      const session = await accounts.redeemLink(body.token)
      return isRefusal(session) ? session : sessions.welcome(session, caller.locale)
    },
    'GET /magic-links/last': async ({ query }) => {
      // Whoever reads a link signs in as its owner, so this ends with the demonstration itself.
      const isOpen = parts.demo && !(await members.realAccountExists())
      const link = isOpen ? parts.lastLinks.of(query.email) : undefined
      return link === undefined ? refuse('not-found') : { body: link }
    },
    'POST /token': async ({ cookie, caller }) => {
      const session = await accounts.sessionOf(cookie)
      return session === undefined ? refuse('unauthenticated') : sessions.welcome(session, caller.locale)
    },
    'POST /sign-out': async ({ cookie, caller }) => {
      const session = await accounts.sessionOf(cookie)
      const memberId = session === undefined ? caller.memberId : (await members.ofAccount(session.account, caller.locale)).id
      const sid = session?.sid ?? caller.sessionId
      // An access token is revoked, not signed out.
      if (memberId === undefined || sid === undefined || !sid.startsWith('ses_')) return { body: undefined }
      return { body: undefined, headers: { 'Set-Cookie': [...(await sessions.end(memberId, sid, caller.actor))] } }
    },
    'POST /sign-out/everywhere': async ({ caller }) => {
      const found = caller.memberId === undefined ? undefined : await members.read(caller.memberId)
      if (found === undefined) return refuse('forbidden')
      await sessions.endOthers(found, undefined, caller.actor)
      return { body: undefined }
    },
  }
}
