import { demoAccounts } from '@filature/demo/accounts'
import { gatewayEnvironment, gatewayTuning } from '@filature/gateway/settings'
import { identityServiceEnvironment } from '@filature/identity/settings'
import { liveEnvironment } from '@filature/live/settings'
import { marketEnvironment } from '@filature/market/settings'
import { materialsEnvironment } from '@filature/materials/settings'
import { productionEnvironment } from '@filature/production/settings'
import { commonEnvironment } from '@filature/service-kit/environment'
import { identityEnvironment } from '@filature/service-kit/identity-keys'
import { standaloneEnvironment } from '@filature/standalone/settings'
import { webSourcesEnvironment } from '@filature/web/settings'
import { z } from 'zod'

/** The parts of `docs/guide/run.md` that can be read off the program; `npm run reference` writes them into the page. */
export const RUN_GUIDE = new URL('../../../docs/guide/run.md', import.meta.url)

/** Every variable by the heading it stands under. `PUBLIC_URL`, which the web reads too, stands with identity. */
const GROUPS: Readonly<Record<string, z.ZodObject>> = {
  'Every process': commonEnvironment,
  '`npm start` and `npm run production`': standaloneEnvironment,
  '`npm run production` alone': z.object({ ...productionEnvironment.shape, ...gatewayTuning.shape }),
  Identity: identityServiceEnvironment.omit({ DEMO: true }),
  Market: marketEnvironment,
  Materials: materialsEnvironment,
  Live: liveEnvironment,
  'A service in a process of its own': z.object({ ...identityEnvironment.shape, ...webSourcesEnvironment.shape }),
  'The gateway in a process of its own': z.object({ ...gatewayEnvironment.shape, ...gatewayTuning.shape }),
}

/** The page with its generated parts as they should be. Throws when a part's markers are missing. */
export function withGeneratedParts(page: string): string {
  return replacePart(replacePart(page, 'accounts', accountsTable()), 'environment', environmentTables())
}

function replacePart(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- generated: ${name} -->`, `<!-- end: ${name} -->`]
  const [start, stop] = [page.indexOf(begin), page.indexOf(end)]
  if (start === -1 || stop < start) throw new Error(`docs/guide/run.md has no part between ${begin} and ${end}`)
  return `${page.slice(0, start)}${begin}\n${text}\n${page.slice(stop)}`
}

function accountsTable(): string {
  const rows = demoAccounts().map(({ email, roles }) => `| ${email} | ${roles.length === 0 ? 'member' : roles.join(', ')} |`)
  return ['| e-mail | holds (organisation:role) |', '|---|---|', ...rows].join('\n')
}

function environmentTables(): string {
  return Object.entries(GROUPS)
    .map(([heading, schema]) =>
      [`### ${heading}`, '', '| variable | values | default | meaning |', '|---|---|---|---|', ...rowsOf(schema)].join('\n'),
    )
    .join('\n\n')
}

/** The part of JSON Schema that describes a variable. */
interface Described {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly format?: string
  readonly default?: unknown
  readonly description?: string
}

function rowsOf(schema: z.ZodObject): string[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    // zod writes JSON Schema; of its many members these are read.
    const described = z.toJSONSchema(field as z.ZodType, { io: 'output', unrepresentable: 'any' }) as Described
    const fallback = described.default === undefined || described.default === '' ? 'none' : `\`${described.default}\``
    return `| \`${name}\` | ${valuesOf(described)} | ${fallback} | ${(described.description ?? '').replaceAll('|', '\\|')} |`
  })
}

function valuesOf({ type, enum: options, minimum, maximum, minLength, format }: Described): string {
  if (options !== undefined) return options.map((option) => `\`${option}\``).join(', ')
  if (type === 'integer' || type === 'number') {
    const what = type === 'integer' ? 'whole number' : 'number'
    const most = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum
    if (minimum !== undefined && most !== undefined) return `${what}, ${minimum} to ${most}`
    return minimum === undefined ? what : `${what}, ${minimum} or more`
  }
  if (format === 'uri') return 'address'
  return minLength !== undefined && minLength > 1 ? `text of ${minLength} characters or more` : 'text'
}
