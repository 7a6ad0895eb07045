import type { OrganisationProfile } from '@filature/contracts/identity/events'
import { accept, type Decider } from '@filature/kernel/decider'
import { refuse } from '@filature/kernel/refusal'
import { type OrganisationCommand, type OrganisationEvent, type OrganisationState, profileOf } from './organisation.ts'

const DEFAULT_GRACE_DAYS = 30

const NOTHING_SAID: Omit<OrganisationProfile, 'kind' | 'name'> = {
  slug: null,
  parentId: null,
  street: null,
  postalCode: null,
  town: null,
  lat: null,
  lon: null,
  activities: [],
  description: { fr: '', en: '' },
  email: null,
}

/** Refusals: `not-found` before creation, `wrong-state` on a second creation. */
export const organisationDecider: Decider<OrganisationState, OrganisationCommand, OrganisationEvent> = {
  aggregate: 'organisation',
  initial: null,
  decide(state, command, context) {
    switch (command.type) {
      case 'CreateOrganisation': {
        if (state !== null) return refuse('wrong-state')
        const { type, graceDays = DEFAULT_GRACE_DAYS, opening, ...profile } = command
        const created = { profile: profileOf({ ...NOTHING_SAID, ...profile }), at: context.now, graceDays }
        const events: OrganisationEvent[] = [{ type: 'OrganisationCreated', data: created }]
        if (opening !== undefined) events.push({ type: 'OpeningSet', data: { opening, closures: [] } })
        return accept(events)
      }
      case 'UpdateOrganisation': {
        if (state === null) return refuse('not-found')
        const { type, ...changes } = command
        const profile = profileOf({ ...state, ...changes })
        if (JSON.stringify(profile) === JSON.stringify(profileOf(state))) return accept([])
        return accept([{ type: 'OrganisationUpdated', data: { profile } }])
      }
      case 'SetOpening':
        if (state === null) return refuse('not-found')
        return accept([{ type: 'OpeningSet', data: { opening: command.opening, closures: command.closures } }])
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'OrganisationCreated': {
        const { profile, at, graceDays } = event.data
        return { ...profile, createdAt: at, graceDays, opening: [], closures: [] }
      }
      case 'OrganisationUpdated':
        return state === null ? state : { ...state, ...event.data.profile }
      case 'OpeningSet':
        return state === null ? state : { ...state, ...event.data }
    }
  },
  publish: (event) => (event.type === 'OpeningSet' ? event.data : event.data.profile),
}
