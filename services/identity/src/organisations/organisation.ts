import type { Closure, OpeningHours, OrganisationProfile } from '@filature/contracts/identity/events'
import type { Instant } from '@filature/kernel/instant'

/** A place, producer, depot, company, association or fablab (network spec §3). Who holds which role lies in its roster. */
export interface Organisation extends OrganisationProfile {
  readonly createdAt: Instant
  readonly opening: readonly OpeningHours[]
  readonly closures: readonly Closure[]
  /** Days after the end of a membership during which it still counts. */
  readonly graceDays: number
}

/** Before its creation there is nothing to say about an organisation. */
export type OrganisationState = Organisation | null

/** Everything but kind and name has a default: nothing, and 30 days of grace. */
export interface CreateOrganisation extends Partial<OrganisationProfile> {
  readonly type: 'CreateOrganisation'
  readonly kind: OrganisationProfile['kind']
  readonly name: string
  readonly graceDays?: number
  readonly opening?: readonly OpeningHours[]
}

export type OrganisationCommand =
  | CreateOrganisation
  | ({ readonly type: 'UpdateOrganisation' } & Partial<Omit<OrganisationProfile, 'kind'>>)
  | { readonly type: 'SetOpening'; readonly opening: readonly OpeningHours[]; readonly closures: readonly Closure[] }

export type OrganisationEvent =
  | {
      readonly type: 'OrganisationCreated'
      readonly data: { readonly profile: OrganisationProfile; readonly at: Instant; readonly graceDays: number }
    }
  | { readonly type: 'OrganisationUpdated'; readonly data: { readonly profile: OrganisationProfile } }
  | { readonly type: 'OpeningSet'; readonly data: { readonly opening: readonly OpeningHours[]; readonly closures: readonly Closure[] } }

export function profileOf(organisation: OrganisationProfile): OrganisationProfile {
  const { kind, name, slug, parentId, street, postalCode, town, lat, lon, activities, description, email } = organisation
  return { kind, name, slug, parentId, street, postalCode, town, lat, lon, activities, description, email }
}
