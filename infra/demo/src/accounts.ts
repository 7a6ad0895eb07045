import { readDemoRows } from './rows/read-rows.ts'

/** The password of every member of the demo, printed at start. Real people have none of these accounts. */
export const DEMO_PASSWORD = 'trame-et-chaine-86'

export interface DemoAccount {
  readonly displayName: string
  readonly email: string
  /** Organisation and role words, `la-filature:coordinator`. */
  readonly roles: readonly string[]
}

/** The accounts that the start prints, in the order of the file. */
export function demoAccounts(): readonly DemoAccount[] {
  return readDemoRows()
    .members.filter(({ demo_account }) => demo_account)
    .map(({ display_name, email, roles }) => ({
      displayName: display_name,
      email,
      roles: roles.filter(({ role }) => role !== 'member').map(({ org, role }) => `${org}:${role}`),
    }))
}
