import type { OrganisationKind } from '@filature/contracts/identity/roles'
import { openingFromOsm } from '@filature/identity/organisations/opening'
import { rosterIdOf } from '@filature/identity/roles/decide'
import type { Identity } from '@filature/identity/service'
import { DAY, type Instant, plusMs } from '@filature/kernel/instant'
import { isRefusal } from '@filature/kernel/refusal'
import { DEMO_PASSWORD } from '../accounts.ts'
import { rowError } from '../csv/row-error.ts'
import { type DemoWorld, LETTER_OF_ROLE, LOADER, memberIdOf, NETWORK, type Row } from '../world.ts'
import { perform } from './perform.ts'
import { liveThrough, type Moment, type Timeline } from './timeline.ts'

/** Places were there before their first member. */
const FOUNDED_BEFORE_DAYS = 30
/** Wall time at which people join and hours are set. */
const IN_THE_MORNING = '10:00'

/** When the past of the people begins: where identity's clock has to stand first. */
export function foundedAt({ rows, calendar }: DemoWorld): Instant {
  const longest = Math.max(...rows.members.map(({ joined_days_ago }) => joined_days_ago))
  return plusMs(calendar.past(longest, IN_THE_MORNING), -FOUNDED_BEFORE_DAYS * DAY)
}

/** Organisations, members, their roles and memberships; every member can sign in with `DEMO_PASSWORD`. */
export async function loadIdentity(world: DemoWorld, identity: Identity, timeline: Timeline): Promise<void> {
  const { internals } = identity
  const { rows } = world
  const kinds = await createOrganisations(world, internals.organisations, timeline)
  const passwordHash = await internals.accounts.hashPassword(DEMO_PASSWORD, { email: '', name: '' })
  if (isRefusal(passwordHash)) throw new Error(`the password of the demo accounts is refused: ${JSON.stringify(passwordHash.figures)}`)
  const moments = rows.members.map(
    (row): Moment => ({
      at: world.calendar.past(row.joined_days_ago, IN_THE_MORNING),
      happen: () => join(world, internals, kinds, passwordHash, row),
    }),
  )
  // Rosters follow memberships, and members their rosters: in the order in which people joined.
  await liveThrough(timeline, moments, () => internals.runtime.settled())
}

async function createOrganisations(
  world: DemoWorld,
  organisations: Identity['internals']['organisations'],
  timeline: Timeline,
): Promise<ReadonlyMap<string, OrganisationKind>> {
  const { rows, orgId } = world
  await timeline.liveTo(foundedAt(world))
  const kinds = new Map<string, OrganisationKind>([[NETWORK, 'association']])
  const asLoader = { actor: LOADER }

  const places = rows.places.map((row) => {
    kinds.set(row.id, row.kind)
    const { kind, name, street, town, lat, lon, activities, email } = row
    return perform(
      row,
      organisations,
      orgId(row, 'id', row.id),
      {
        type: 'CreateOrganisation',
        kind,
        name,
        slug: row.id,
        street,
        postalCode: row.postal_code,
        town,
        lat,
        lon,
        activities,
        description: { fr: row.description_fr, en: row.description_en },
        email,
        opening: openingFromOsm(row.opening_hours),
      },
      asLoader,
    )
  })
  const depots = rows.depots.map((row) => {
    kinds.set(row.id, 'depot')
    const { name, lat, lon } = row
    const place = rows.places.find(({ id }) => id === row.place_id)
    const parentId = orgId(row, 'place_id', row.place_id)
    return perform(
      row,
      organisations,
      orgId(row, 'id', row.id),
      {
        type: 'CreateOrganisation',
        kind: 'depot',
        name,
        slug: row.id,
        parentId,
        street: place?.street ?? null,
        postalCode: place?.postal_code ?? null,
        town: place?.town ?? null,
        lat,
        lon,
        activities: ['depot'],
        opening: openingFromOsm(row.opening_hours),
      },
      asLoader,
    )
  })
  const producers = rows.producers.map((row) => {
    kinds.set(row.id, 'producer')
    const { name, street, town, lat, lon, email } = row
    return perform(
      row,
      organisations,
      orgId(row, 'id', row.id),
      {
        type: 'CreateOrganisation',
        kind: 'producer',
        name,
        slug: row.id,
        street,
        postalCode: row.postal_code,
        town,
        lat,
        lon,
        activities: [row.activity],
        description: { fr: row.story_fr, en: row.story_en },
        email,
      },
      asLoader,
    )
  })
  const network = { file: 'members.csv', line: 1 }
  const networkCreated = perform(
    network,
    organisations,
    orgId(network, 'roles', NETWORK),
    { type: 'CreateOrganisation', kind: 'association', name: 'Réseau des tiers-lieux de la Vienne', slug: NETWORK },
    asLoader,
  )
  await Promise.all([...places, ...depots, ...producers, networkCreated])
  return kinds
}

async function join(
  world: DemoWorld,
  { accounts, members, rosters }: Identity['internals'],
  kinds: ReadonlyMap<string, OrganisationKind>,
  passwordHash: string,
  row: Row<'members'>,
): Promise<void> {
  const memberId = memberIdOf(row.id)
  const asLoader = { actor: LOADER }
  const account = await accounts.createAccount({ email: row.email, name: row.display_name, passwordHash })
  await perform(
    row,
    members,
    memberId,
    {
      type: 'CreateMember',
      firstName: row.first_name,
      lastName: row.last_name,
      displayName: row.display_name,
      email: row.email,
      accountId: account.id,
      locale: row.locale,
      languages: row.languages,
      skills: Object.fromEntries(row.skills.map(({ code, level }) => [code, level])),
      demo: row.demo_account ? 'account' : 'member',
    },
    asLoader,
  )
  const { calendar, orgId } = world
  for (const [org, held] of Map.groupBy(row.roles, (role) => role.org)) {
    const kind = kinds.get(org)
    if (kind === undefined) throw rowError(row, 'roles', `there is no organisation ${org}`)
    // The letter B comes with the membership below and goes with its end.
    const letters = held
      .filter(({ role }) => role !== 'member')
      .map(({ role }) => LETTER_OF_ROLE[role])
      .join('')
    if (letters === '') continue
    const id = orgId(row, 'roles', org)
    const until = letters.includes(LETTER_OF_ROLE.auditor) ? calendar.day(row.membership_until_days) : undefined
    await perform(
      row,
      rosters,
      rosterIdOf(id),
      { type: 'SetRoles', orgId: id, kind, memberId, letters, until },
      { ...asLoader, step: `SetRoles/${org}` },
    )
  }
  await perform(
    row,
    members,
    memberId,
    {
      type: 'StartMembership',
      orgId: orgId(row, 'member_of', row.member_of),
      from: calendar.day(-row.joined_days_ago),
      until: calendar.day(row.membership_until_days),
      graceDays: GRACE_DAYS,
    },
    asLoader,
  )
}

/** The places' own setting, which is identity's default. */
const GRACE_DAYS = 30
