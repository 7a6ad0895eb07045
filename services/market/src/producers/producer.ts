import type { Certificate, ProducerBody } from '@filature/contracts/market/producer'
import { accept, type Decider, type Decision } from '@filature/kernel/decider'
import { refuse } from '@filature/kernel/refusal'
import { folded } from '../words.ts'

export interface Producer extends ProducerBody {
  readonly certificates: readonly Certificate[]
  /** Name without accents, lower case: lists sort by it. */
  readonly sortName: string
}

export type ProducerCommand =
  | { readonly type: 'PublishProducer'; readonly producer: ProducerBody }
  | { readonly type: 'AddCertificate'; readonly certificate: Certificate }

export type ProducerEvent =
  | { readonly type: 'ProducerPublished'; readonly data: ProducerBody }
  | { readonly type: 'CertificateAdded'; readonly data: Certificate }

export const producerDecider: Decider<Producer | null, ProducerCommand, ProducerEvent> = {
  aggregate: 'producer',
  initial: null,
  decide: decideProducer,
  evolve: evolveProducer,
  publish: (event, _, { id }) =>
    event.type === 'CertificateAdded' ? { producerId: id, certificate: event.data } : publishedProfile(id, event.data),
}

/** Refuses: not-found (a certificate of nobody), certificate-dates (it ends before it begins). */
function decideProducer(producer: Producer | null, command: ProducerCommand): Decision<ProducerEvent> {
  if (command.type === 'PublishProducer') return accept([{ type: 'ProducerPublished', data: command.producer }])
  if (producer === null) return refuse('not-found')
  const { certificate } = command
  if (certificate.to < certificate.from) return refuse('certificate-dates', { from: certificate.from, to: certificate.to })
  if (producer.certificates.some(({ id }) => id === certificate.id)) return accept([])
  return accept([{ type: 'CertificateAdded', data: certificate }])
}

function evolveProducer(producer: Producer | null, event: ProducerEvent): Producer | null {
  if (event.type === 'ProducerPublished')
    return { ...event.data, certificates: producer?.certificates ?? [], sortName: folded(event.data.name) }
  return producer === null ? null : { ...producer, certificates: [...producer.certificates, event.data] }
}

function publishedProfile(producerId: string, { orgId, name, activity, town, lat, lon, story, hubs }: ProducerBody) {
  return { producerId, orgId, name, activity, town, lat, lon, story, hubs: hubs.map(({ hubId }) => hubId) }
}
