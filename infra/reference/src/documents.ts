import { asyncApiOf } from '@filature/contracts/events/asyncapi'
import type { EventCatalogue } from '@filature/contracts/events/registry'
import type { ServiceApi } from '@filature/contracts/http/endpoint'
import { identityEvents } from '@filature/contracts/identity/events'
import { identityApi } from '@filature/contracts/identity/http'
import { liveApi } from '@filature/contracts/live/http'
import { marketEvents } from '@filature/contracts/market/events'
import { marketApi } from '@filature/contracts/market/http'
import { materialsEvents } from '@filature/contracts/materials/events'
import { materialsApi } from '@filature/contracts/materials/http'
import { notifyEvents } from '@filature/contracts/notify/events'
import { notifyApi } from '@filature/contracts/notify/http'
import { openApiOf } from '@filature/service-kit/openapi'

const APIS: readonly ServiceApi[] = [identityApi, liveApi, marketApi, materialsApi, notifyApi]
const CATALOGUES: readonly EventCatalogue[] = [identityEvents, marketEvents, materialsEvents, notifyEvents]

const asText = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`

/** Every file of `docs/api` with its text: what the services answer at /openapi.json, and what they tell the log. */
export function referenceDocuments(): ReadonlyMap<string, string> {
  return new Map([
    ...APIS.map((api): [string, string] => [`${api.service}.openapi.json`, asText(openApiOf(api))]),
    ...CATALOGUES.map((catalogue): [string, string] => [`${catalogue.service}.asyncapi.json`, asText(asyncApiOf(catalogue))]),
    ['README.md', overview()],
  ])
}

function overview(): string {
  const lines = [
    '# Reference',
    '',
    'Generated from `packages/contracts` by `npm run reference`, which also writes the whole OpenAPI 3.1 and AsyncAPI 3.0 documents beside this page. A running service answers its own at `/api/<service>/v1/openapi.json`.',
    '',
  ]
  for (const { service, title, endpoints } of APIS) {
    lines.push(
      `## ${title}`,
      '',
      `Base path \`/api/${service}/v1\`.`,
      '',
      '| operation | what it does | who | refusals of its own |',
      '|---|---|---|---|',
    )
    for (const [key, { summary, access, refusals }] of Object.entries(endpoints)) {
      const who = typeof access === 'string' ? access : `right \`${access.action}\``
      lines.push(`| \`${key}\` | ${summary} | ${who} | ${(refusals ?? []).join(', ')} |`)
    }
    lines.push('')
  }
  lines.push('## Events', '')
  for (const { service, events } of CATALOGUES) lines.push(`* \`filature.${service}\`: ${Object.keys(events).sort().join(', ')}`)
  return `${lines.join('\n')}\n`
}
