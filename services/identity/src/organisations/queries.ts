import type { Aggregate, ReadAggregate } from '@filature/aggregates/aggregate'
import type { Organisation as Shown } from '@filature/contracts/identity/http'
import type { Query, Store } from '@filature/store/port'
import { kmBetween, type Point } from './near.ts'
import { type Organisation, type OrganisationCommand, type OrganisationState, profileOf } from './organisation.ts'

/** Fields that organisations are searched by. */
export const ORGANISATION_FIELDS = { byKind: ['kind'], bySlug: ['slug'], byCreation: ['createdAt'] } as const

export interface FoundOrganisation {
  readonly id: string
  readonly version: number
  readonly organisation: Organisation
}

export interface Organisations {
  /** By id or slug; of several with one slug, the lowest id. */
  named(idOrSlug: string): Promise<FoundOrganisation | undefined>
  many(ids: readonly string[]): Promise<readonly FoundOrganisation[]>
  /** All, or all of these kinds: an association's network has hundreds, not millions. */
  all(kinds?: readonly Organisation['kind'][]): Promise<readonly FoundOrganisation[]>
}

const PAGE = 200

export function organisationQueries(store: Store, organisations: Aggregate<OrganisationState, OrganisationCommand>): Organisations {
  async function every(where: Query['where']): Promise<FoundOrganisation[]> {
    const found: FoundOrganisation[] = []
    let after: string | undefined
    do {
      const page = await store.find('organisation', {
        ...(where !== undefined && { where }),
        ...(after !== undefined && { after }),
        limit: PAGE,
      })
      // The collection holds the documents of the organisation aggregate and nothing else.
      for (const { id, version, document } of page.items) found.push({ id, version, organisation: document as Organisation })
      after = page.next
    } while (after !== undefined)
    return found
  }

  return {
    async named(idOrSlug) {
      if (idOrSlug.startsWith('org_')) return foundOf(await organisations.read(idOrSlug))
      return (await every({ slug: idOrSlug }))[0]
    },
    async many(ids) {
      const read = await organisations.readMany(ids)
      return read.flatMap((one) => foundOf(one) ?? [])
    },
    all: (kinds) => every(kinds === undefined ? undefined : { kind: { in: kinds } }),
  }
}

function foundOf(read: ReadAggregate<OrganisationState> | undefined): FoundOrganisation | undefined {
  if (read === undefined || read.state === null) return undefined
  return { id: read.id, version: read.version, organisation: read.state }
}

/** What everybody may see of it. */
export function shown({ id, version, organisation }: FoundOrganisation, near?: Point): Shown {
  const { opening, closures, lat, lon } = organisation
  const km = near === undefined || lat === null || lon === null ? undefined : kmBetween(near, { lat, lon })
  return { id, version, ...profileOf(organisation), opening: [...opening], closures: [...closures], ...(km !== undefined && { km }) }
}

/** Enough to name it. */
export function brief({ id, organisation: { kind, name, slug, parentId } }: FoundOrganisation) {
  return { id, kind, name, slug, parentId }
}
