import { type Actor, systemActor } from '@filature/kernel/actor'
import type { Instant } from '@filature/kernel/instant'
import { type DemoCalendar, demoCalendar } from './calendar.ts'
import { type Placed, rowError } from './csv/row-error.ts'
import { demoId } from './ids.ts'
import type { RoleWord } from './rows/people.ts'
import { byId, type DemoRows, readDemoRows } from './rows/read-rows.ts'

export type Row<Name extends keyof DemoRows> = DemoRows[Name][number]

/** The rows, the calendar they count from, and who is who in them: what every loader needs. */
export interface DemoWorld {
  readonly rows: DemoRows
  readonly calendar: DemoCalendar
  readonly town: (asking: Placed, column: string, id: string) => Row<'towns'>
  /** Id of the place, depot, producer or association that a slug names. */
  orgId(asking: Placed, column: string, slug: string): string
  /** The member as the sender of commands, with the letters held in each organisation. */
  actor(member: Row<'members'>): Actor
  /** The first member who holds one of the roles in the organisation; the loader itself where nobody does. */
  holderOf(org: string, ...roles: readonly RoleWord[]): Actor
}

/** Who sends the commands that no member of the demo would. */
export const LOADER = systemActor('demo')

/** The association that runs the network: only the roles of `members.csv` speak of it. */
export const NETWORK = 'reseau-vienne'

export const memberIdOf = (slug: string): string => demoId('mbr_', 'members.csv', slug)

/** Letters of the role words (packages/contracts/src/identity/roles.ts). */
export const LETTER_OF_ROLE: Readonly<Record<RoleWord, string>> = {
  owner: 'O',
  manager: 'M',
  coordinator: 'C',
  'stock-keeper': 'W',
  treasurer: 'T',
  'safety-officer': 'S',
  cook: 'Q',
  staff: 'F',
  member: 'B',
  auditor: 'A',
  'network-steward': 'N',
}

export function demoWorld(startedAt: Instant, rows: DemoRows = readDemoRows()): DemoWorld {
  const orgIds = new Map([[NETWORK, demoId('org_', 'members.csv', NETWORK)]])
  for (const { file, id } of [...rows.places, ...rows.depots, ...rows.producers]) orgIds.set(id, demoId('org_', file, id))

  function orgId(asking: Placed, column: string, slug: string): string {
    const id = orgIds.get(slug)
    if (id === undefined) throw rowError(asking, column, `there is no organisation ${slug}`)
    return id
  }

  function actor(member: Row<'members'>): Actor {
    const roles: Record<string, string> = {}
    for (const { org, role } of member.roles) {
      const id = orgId(member, 'roles', org)
      roles[id] = (roles[id] ?? '') + LETTER_OF_ROLE[role]
    }
    return { kind: 'member', id: memberIdOf(member.id), roles }
  }

  return {
    rows,
    calendar: demoCalendar(startedAt),
    town: byId(rows.towns, ({ id }) => id),
    orgId,
    actor,
    holderOf(org, ...wanted) {
      const holder = rows.members.find(({ roles }) => roles.some((held) => held.org === org && wanted.includes(held.role)))
      return holder === undefined ? LOADER : actor(holder)
    },
  }
}
