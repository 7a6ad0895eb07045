import { z } from 'zod'
import { messageOf } from './field-errors.ts'
import { writeEnvironment } from './write-environment.ts'

/** A setting that is missing or wrong: says which variable and what it should be. The process exits with 78 (EX_CONFIG). */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

export const EXIT_CONFIGURATION = 78

/** Names that every process reads. */
export const commonEnvironment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080).meta({ description: 'HTTP port; 0 picks a free one' }),
  HOST: z.string().default('0.0.0.0').meta({ description: 'address to listen on' }),
  DATA_DIR: z.string().min(1).default('./data').meta({ description: 'folder of the embedded store and log' }),
  KAFKA_BROKERS: z.string().min(1).optional().meta({
    description:
      'host:port, comma separated; set: events go through Kafka; what follows a slash (/lyon) begins the names of topics and groups',
  }),
  MONGODB_URI: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'set: state lies in MongoDB; its path (/lyon) begins the names of the databases' }),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info').meta({ description: 'of the server log' }),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(0).default(1_200).meta({ description: 'per client address; 0 switches the limit off' }),
  TRUST_PROXY: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .meta({ description: 'number of proxies in front whose X-Forwarded-For is believed' }),
  ...writeEnvironment.shape,
})
export type CommonEnvironment = z.output<typeof commonEnvironment>

/** For people and for `/health/ready`. */
export function engineNames({ MONGODB_URI, KAFKA_BROKERS }: Pick<CommonEnvironment, 'MONGODB_URI' | 'KAFKA_BROKERS'>) {
  return { store: MONGODB_URI === undefined ? 'SQLite' : 'MongoDB', log: KAFKA_BROKERS === undefined ? 'SQLite' : 'Kafka' }
}

/** Reads the variables a schema names. Throws `ConfigurationError` that names every wrong variable, its rule and its meaning. */
export function parseEnvironment<Schema extends z.ZodObject>(schema: Schema, env: NodeJS.ProcessEnv = process.env): z.output<Schema> {
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => (env[name] === undefined || env[name].trim() === '' ? [] : [[name, env[name]]])),
  )
  const outcome = schema.safeParse(given, { reportInput: true })
  if (outcome.success) return outcome.data
  const lines = outcome.error.issues.map((issue) => {
    const name = String(issue.path[0])
    const field: unknown = schema.shape[name]
    const meaning = isDescribed(field) ? field.meta()?.description : undefined
    return `  ${name}${name in given ? `=${JSON.stringify(given[name])}` : ' (not set)'}: ${messageOf(issue, 'en')}${meaning === undefined ? '' : ` — ${meaning}`}`
  })
  throw new ConfigurationError(`configuration cannot be used:\n${lines.join('\n')}`)
}

function isDescribed(field: unknown): field is { meta(): { description?: string } | undefined } {
  return typeof field === 'object' && field !== null && 'meta' in field && typeof field.meta === 'function'
}
