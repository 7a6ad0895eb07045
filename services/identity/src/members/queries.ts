import type { Aggregate } from '@filature/aggregates/aggregate'
import { systemActor } from '@filature/kernel/actor'
import { derivedId } from '@filature/kernel/ids'
import type { Condition, Store } from '@filature/store/port'
import type { Account } from '../accounts/port.ts'
import type { Locale, Member, MemberCommand, MemberState } from './member.ts'

/** Fields that members are searched by. */
export const MEMBER_FIELDS = { byAccount: ['accountId'], byEmail: ['email'], byDemo: ['demo', 'accountId'] } as const

export interface FoundMember {
  readonly id: string
  readonly version: number
  readonly member: Member
}

export interface Members {
  read(id: string): Promise<FoundMember | undefined>
  /**
   * The member who signs in with this account. A first sign-in takes over the one file that has this proven address and no
   * account yet, or makes a new file; `created` tells the latter.
   */
  ofAccount(account: Account, locale: Locale): Promise<FoundMember & { readonly created: boolean }>
  /** Members of the demonstration that are offered for signing in. */
  demoAccounts(): Promise<readonly FoundMember[]>
  /** Does anybody outside the demonstration have an account? */
  realAccountExists(): Promise<boolean>
}

/** What others read until the person has said a name. */
const UNNAMED: Readonly<Record<Locale, string>> = { fr: 'Nouveau membre', en: 'New member' }
const PAGE = 100

export function memberQueries(store: Store, members: Aggregate<MemberState, MemberCommand>): Members {
  let realSeen = false

  async function find(where: Readonly<Record<string, Condition>>, limit = PAGE): Promise<FoundMember[]> {
    const page = await store.find('member', { where, limit })
    // The collection holds the documents of the member aggregate and nothing else.
    return page.items.map(({ id, version, document }) => ({ id, version, member: document as Member }))
  }

  async function read(id: string): Promise<FoundMember | undefined> {
    const found = await members.read(id)
    return found === undefined || found.state === null ? undefined : { id, version: found.version, member: found.state }
  }

  async function mustRead(id: string): Promise<FoundMember> {
    const found = await read(id)
    if (found === undefined) throw new Error(`member ${id} is not there after it was written`)
    return found
  }

  return {
    read,
    async ofAccount(account, locale) {
      const [known] = await find({ accountId: account.id }, 1)
      if (known !== undefined) return { ...known, created: false }
      const actor = systemActor('sign-in')
      const withAddress = (await find({ email: account.email })).filter(({ member }) => member.accountId === null)
      const [file, ...others] = withAddress
      if (file !== undefined && others.length === 0) {
        const linked = await members.execute(file.id, { type: 'LinkAccount', accountId: account.id }, { actor })
        if (linked.refused !== true) return { ...(await mustRead(file.id)), created: false }
      }
      // Derived from the account, so that two first sign-ins at once make one member.
      const id = derivedId('mbr_', 'account', account.id)
      const names = { firstName: '', lastName: '', displayName: UNNAMED[locale] }
      const made = await members.execute(
        id,
        { type: 'CreateMember', ...names, email: account.email, accountId: account.id, locale },
        { actor },
      )
      return { ...(await mustRead(id)), created: made.refused !== true }
    },
    demoAccounts: () => find({ demo: 'account' }),
    async realAccountExists() {
      // Once true it stays true, and then costs nothing.
      realSeen ||= (await find({ demo: 'none', accountId: { from: 'usr_' } }, 1)).length > 0
      return realSeen
    },
  }
}
