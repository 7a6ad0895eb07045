import type { EventRecord } from '@filature/kernel/event'
import type { z } from 'zod'

/** Public events of a service: name without prefix → schema of `data`. Strict for producers, tolerant for consumers. */
export interface EventCatalogue<Events extends Readonly<Record<string, z.ZodType>> = Readonly<Record<string, z.ZodType>>> {
  /** `materials`; the topic is `filature.materials`. */
  readonly service: string
  /** `LotHeld` → schema. */
  readonly events: Events
}

export function eventCatalogue<const Events extends Readonly<Record<string, z.ZodType>>>(
  service: string,
  events: Events,
): EventCatalogue<Events> {
  return { service, events }
}

export const topicOf = (service: string): string => `filature.${service}`
/** Compacted: the last small public stock state of each offer and lot, read by every live gateway. */
export const STOCK_TOPIC = 'filature.stock'
export const deadLetterTopicOf = (service: string): string => `filature.${service}.dlq`

/** `materials` + `LotHeld` → `materials.LotHeld.v1` */
export const eventType = (service: string, name: string, version = 1): string => `${service}.${name}.v${version}`

/** `materials.LotHeld.v1` → `LotHeld` */
export function eventName(type: string): string {
  return type.split('.')[1] ?? type
}

/** Throws when a producer is about to publish what its contract does not say: a bug, found before anybody reads it. */
export function assertPublishable(catalogue: EventCatalogue, event: EventRecord): void {
  const name = eventName(event.type)
  const schema = catalogue.events[name]
  if (schema === undefined) throw new Error(`${event.type} is not in the event catalogue of ${catalogue.service}`)
  const outcome = schema.safeParse(event.data)
  if (!outcome.success) throw new Error(`${event.type} does not fit its contract: ${outcome.error.message}`)
}
