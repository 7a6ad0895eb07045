import type { Address } from '@filature/contracts/materials/depot-shapes'
import type { DocumentRef } from '@filature/contracts/materials/lot-shapes'
import type { Geo } from '@filature/contracts/materials/vocabulary'
import { type Accepted, accept, type Decider } from '@filature/kernel/decider'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import { roadKm } from '../impact/distance.ts'
import type { LotSource } from '../lots/lot.ts'

export interface SiteFields {
  readonly orgId: string
  readonly name: string
  readonly kind: string
  readonly ownerName: string | null
  readonly siret: string | null
  readonly address: Address
  readonly geo: Geo
  /** Date of the building permit. */
  readonly permitOn: string | null
  readonly builtYear: number | null
  readonly dwelling: boolean
  readonly floorM2: number | null
  readonly pemdRef: string | null
  /** Operator able to sort on site what never becomes waste. */
  readonly neverWasteOperator: string | null
}

/** The building or stock that lots come from. */
export interface SourceSite extends SiteFields {
  readonly siteId: string
  readonly documents: readonly DocumentRef[]
}

export type SiteCommand =
  | { readonly type: 'RegisterSourceSite'; readonly fields: SiteFields }
  | { readonly type: 'AttachSiteDocument'; readonly document: DocumentRef }

export type SiteEvent =
  | { readonly type: 'SourceSiteRegistered'; readonly data: { readonly site: SourceSite } }
  | { readonly type: 'SourceSiteDocumentAttached'; readonly data: { readonly document: DocumentRef } }

/** What a lot keeps of its site. */
export function sourceFor(site: SourceSite, depotGeo: Geo): LotSource {
  const { siteId, name, kind, address, permitOn, builtYear, dwelling, geo } = site
  return { siteId, name, kind, town: address.town, permitOn, builtYear, dwelling, km: roadKm(geo, depotGeo) }
}

export const siteDecider: Decider<SourceSite | null, SiteCommand, SiteEvent> = {
  aggregate: 'source-site',
  initial: null,
  decide(state, command, { id }): Accepted<SiteEvent> | Refusal {
    if (command.type === 'RegisterSourceSite') {
      if (state !== null) return refuse('site-exists')
      return accept([{ type: 'SourceSiteRegistered', data: { site: { ...command.fields, siteId: id, documents: [] } } }])
    }
    if (state === null) return refuse('not-found')
    const known = state.documents.some(({ documentId }) => documentId === command.document.documentId)
    return accept(known ? [] : [{ type: 'SourceSiteDocumentAttached', data: { document: command.document } }])
  },
  evolve(state, event) {
    if (event.type === 'SourceSiteRegistered') return event.data.site
    if (state === null) throw new Error('a document before its site was registered')
    return { ...state, documents: [...state.documents, event.data.document] }
  },
  publish(event, site) {
    if (site === null) return null
    const { siteId, orgId, name, address, geo, permitOn, builtYear, dwelling } = site
    const told = { siteId, orgId, name, town: address.town, geo, permitOn, builtYear, dwelling }
    if (event.type === 'SourceSiteRegistered') return told
    return { ...told, documentId: event.data.document.documentId, documentKind: event.data.document.kind }
  },
}
