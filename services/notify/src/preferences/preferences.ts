import { NOTIFY_TOPICS, type NotifyTopic } from '@filature/contracts/notify/http'
import { accept, type Decider } from '@filature/kernel/decider'
import { derivedId } from '@filature/kernel/ids'
import { refuse } from '@filature/kernel/refusal'

/** How one person wants to be told. */
export interface Preferences {
  readonly memberId: string
  /** null: as the reader's request says. */
  readonly locale: 'fr' | 'en' | null
  readonly topicsOff: readonly NotifyTopic[]
}

export interface PreferencesCommand {
  readonly type: 'Set'
  readonly memberId: string
  readonly locale: 'fr' | 'en'
  readonly topicsOff: readonly NotifyTopic[]
}

export interface PreferencesEvent {
  readonly type: 'PreferencesSet'
  readonly data: { readonly memberId: string; readonly locale: 'fr' | 'en'; readonly topicsOff: readonly NotifyTopic[] }
}

export const noPreferences: Preferences = { memberId: '', locale: null, topicsOff: [] }

export const preferencesId = (memberId: string): string => derivedId('prf_', memberId)

export const preferencesDecider: Decider<Preferences, PreferencesCommand, PreferencesEvent> = {
  aggregate: 'preferences',
  initial: noPreferences,
  /** Refusals: security-not-mutable. */
  decide(current, { memberId, locale, topicsOff }) {
    if (topicsOff.includes('account')) return refuse('security-not-mutable')
    const sorted = NOTIFY_TOPICS.filter((topic) => topicsOff.includes(topic))
    const isSame = current.locale === locale && JSON.stringify(current.topicsOff) === JSON.stringify(sorted)
    return accept(isSame ? [] : [{ type: 'PreferencesSet', data: { memberId, locale, topicsOff: sorted } }])
  },
  evolve: (_preferences, { data }) => data,
}
