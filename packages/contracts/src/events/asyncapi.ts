import { z } from 'zod'
import { type EventCatalogue, eventType, topicOf } from './registry.ts'

type Json = Readonly<Record<string, unknown>>

/** AsyncAPI 3.0 of a service's public events, from the schemas that producers are held to. */
export function asyncApiOf({ service, events }: EventCatalogue): Json {
  const names = Object.keys(events).sort()
  return {
    asyncapi: '3.0.0',
    info: { title: `Filature: events of ${service}`, version: '1', license: { name: 'Apache-2.0' } },
    defaultContentType: 'application/json',
    channels: {
      [service]: {
        address: topicOf(service),
        description: 'Key: the aggregate’s id. CloudEvents 1.0 attributes as headers; `sequence` has no gap per aggregate.',
        messages: Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
      },
    },
    operations: {
      publish: {
        action: 'send',
        channel: { $ref: `#/channels/${service}` },
        summary: 'Told after the write is durable, at least once, in order per key.',
      },
    },
    components: {
      messages: Object.fromEntries(names.map((name) => [name, { name: eventType(service, name), payload: payloadOf(events[name]) }])),
    },
  }
}

function payloadOf(schema: z.ZodType | undefined): Json {
  if (schema === undefined) return {}
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'output', target: 'draft-2020-12', unrepresentable: 'any' })
  return rest
}
