import { z } from 'zod'

/** A value in which the shell's or `.env`'s variables may stand: `${PORT:-8080}`, `${AUTH_SECRET:?say why}`. */
const scalar = z.union([z.string(), z.number(), z.boolean()])
const duration = z.string().regex(/^\d+(ms|s|m)$/)

/** The parts of the Compose Specification that our file uses; strict, so that a part that is written wrong is not passed over. */
const composeService = z.strictObject({
  image: z.string().regex(/^[a-z0-9./-]+(:[\w.-]+)?$/),
  build: z.literal('.').optional(),
  init: z.boolean().optional(),
  hostname: z.string().optional(),
  restart: z.enum(['no', 'always', 'on-failure', 'unless-stopped']),
  command: z.array(z.string()).min(1).optional(),
  environment: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), scalar).optional(),
  ports: z.array(z.string().regex(/^(\$\{PORT:-\d+\}|\d+):\d+$/)).optional(),
  volumes: z.array(z.string().regex(/^[a-z]+:\/[\w/]+$/)).optional(),
  healthcheck: z
    .union([
      z.strictObject({ disable: z.literal(true) }),
      z.strictObject({
        test: z.tuple([z.literal('CMD')], z.string()),
        interval: duration,
        timeout: duration,
        retries: z.int().positive(),
        start_period: duration,
      }),
    ])
    .optional(),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']) }))
    .optional(),
})
export type ComposeService = z.infer<typeof composeService>

export const composeFile = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9_-]*$/),
  services: z.record(z.string().regex(/^[a-z]+$/), composeService),
  volumes: z.record(z.string(), z.null()),
})

const VARIABLE = /\$(?:\{(?<name>[A-Z][A-Z0-9_]*)(?::(?<how>[-?])(?<word>[^}]*))?\}|(?<escaped>\$))/g

/** A value as Compose would make it. Throws with the file's own words when a variable is required and not set. */
export function interpolated(value: string, env: Readonly<Record<string, string | undefined>>): string {
  const made = value.replace(VARIABLE, (...found) => {
    // The last argument of a replacer is the named groups.
    const { name, how, word = '', escaped } = found.at(-1) as Record<string, string | undefined>
    if (escaped !== undefined) return '$'
    const given = env[name ?? '']
    if (given !== undefined && given !== '') return given
    if (how === '?') throw new Error(`${name}: ${word}`)
    return word
  })
  if (/\$\{/.test(made)) throw new Error(`${JSON.stringify(value)} holds a variable that cannot be read`)
  return made
}
