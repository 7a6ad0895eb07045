import type { Member as Shown } from '@filature/contracts/identity/http'
import { brief, type Organisations } from '../organisations/queries.ts'
import type { Member } from './member.ts'
import type { FoundMember } from './queries.ts'

/** Roles held now, each with its organisation, places first and then by name. */
export async function heldRolesOf(member: Member, organisations: Organisations): Promise<Shown['roles']> {
  const held = Object.entries(member.roles).filter(([, { letters }]) => letters !== '')
  const found = await organisations.many(held.map(([orgId]) => orgId))
  return found
    .map((one) => ({ organisation: brief(one), roles: member.roles[one.id]?.letters ?? '' }))
    .sort(
      (a, b) =>
        Number(b.organisation.kind === 'place') - Number(a.organisation.kind === 'place') ||
        a.organisation.name.localeCompare(b.organisation.name, 'fr'),
    )
}

/** The own file, as its owner sees it. */
export async function ownFile({ id, version, member }: FoundMember, organisations: Organisations, hasPassword: boolean): Promise<Shown> {
  const { displayName, locale, firstName, lastName, email, languages, demo } = member
  const places = await organisations.many(member.memberships.map(({ orgId }) => orgId))
  const memberships = member.memberships.flatMap(({ orgId, from, until }) => {
    const place = places.find((one) => one.id === orgId)
    return place === undefined ? [] : [{ organisation: brief(place), from, until }]
  })
  return {
    id,
    displayName,
    locale,
    firstName,
    lastName,
    email,
    languages: [...languages],
    roles: await heldRolesOf(member, organisations),
    memberships,
    demo: demo !== 'none',
    hasPassword,
    version,
  }
}
