import type { identityApi } from '@filature/contracts/identity/http'
import { isRefusal, refuse } from '@filature/kernel/refusal'
import type { Handlers } from '@filature/service-kit/route'
import type { Accounts } from '../accounts/port.ts'
import type { Members } from '../members/queries.ts'
import { heldRolesOf } from '../members/show.ts'
import type { Organisations } from '../organisations/queries.ts'
import type { Sessions } from './sessions.ts'

export interface DemoParts {
  readonly demo: boolean
  readonly accounts: Accounts
  readonly members: Members
  readonly organisations: Organisations
  readonly sessions: Sessions
}

/** Signing in without a proof exists only where the demonstration is on and nobody real has an account. */
export function demoRoutes(parts: DemoParts): Pick<Handlers<typeof identityApi.endpoints>, 'GET /demo-accounts' | 'POST /demo-sign-in'> {
  const { accounts, members, organisations, sessions } = parts
  const isOver = async () => !parts.demo || (await members.realAccountExists())
  return {
    'GET /demo-accounts': async () => {
      if (await isOver()) return refuse('not-found')
      const found = (await members.demoAccounts()).filter(({ member }) => member.accountId !== null)
      const items = await Promise.all(
        found.map(async ({ id, member: { displayName, locale, email, ...rest } }) => {
          const roles = await heldRolesOf({ displayName, locale, email, ...rest }, organisations)
          const place = roles.find(({ organisation }) => organisation.kind === 'place') ?? roles[0]
          return { id, displayName, locale, email, roles, place: place?.organisation.name ?? null }
        }),
      )
      return { body: { items: items.sort((a, b) => a.displayName.localeCompare(b.displayName, 'fr')) } }
    },
    'POST /demo-sign-in': async ({ body, caller }) => {
      if (await isOver()) return refuse('not-found')
      const found = await members.read(body.memberId)
      if (found === undefined || found.member.demo !== 'account' || found.member.accountId === null) return refuse('not-found')
      const session = await accounts.openSession(found.member.accountId)
      return isRefusal(session) ? session : sessions.welcome(session, caller.locale)
    },
  }
}
