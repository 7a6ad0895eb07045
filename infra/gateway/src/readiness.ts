import { z } from 'zod'
import type { Upstream } from './upstream.ts'

/** Services answer this themselves within 2 s. */
const PATIENCE_MS = 3_000

const serviceReady = z.object({
  status: z.string(),
  engines: z.record(z.string(), z.string()).optional(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), reason: z.string().optional() })),
})

/** What is in the way of one service. */
export interface Away {
  readonly service: string
  /** `store`, `log`…, or `process` when nobody answers. */
  readonly what: string
  /** `MongoDB`, `Kafka`, `SQLite`, where the service has it from one. */
  readonly engine?: string
  readonly reason: string
}

export interface Readiness {
  readonly status: 'ready' | 'degraded'
  /** Engines by service. */
  readonly services: Readonly<Record<string, { readonly status: string; readonly engines?: Readonly<Record<string, string>> }>>
  readonly away: readonly Away[]
}

/** Asks every service at once; never rejects. */
export async function readinessOf(upstreams: readonly Upstream[]): Promise<Readiness> {
  const answers = await Promise.all(upstreams.map(readinessOfOne))
  const away = answers.flatMap((answer) => answer.away)
  return {
    status: away.length === 0 ? 'ready' : 'degraded',
    services: Object.fromEntries(answers.map(({ name, status, engines }) => [name, { status, ...(engines !== undefined && { engines }) }])),
    away,
  }
}

async function readinessOfOne({ name, address }: Upstream) {
  const found = address()
  const gone = (reason: string) => ({ name, status: 'away', engines: undefined, away: [{ service: name, what: 'process', reason }] })
  if (found === undefined) return gone('not running')
  try {
    const response = await fetch(`${found}/health/ready`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    const { status, engines, checks } = serviceReady.parse(await response.json())
    const away: Away[] = checks
      .filter(({ ok }) => !ok)
      .map((check) => {
        const what = check.name.replace(`${name}.`, '')
        const engine = engines?.[what]
        return { service: name, what, ...(engine !== undefined && { engine }), reason: check.reason ?? 'failed' }
      })
    if (away.length === 0 && status !== 'ready') away.push({ service: name, what: 'process', reason: status })
    return { name, status, engines, away }
  } catch (error) {
    return gone(error instanceof Error && error.name === 'TimeoutError' ? `no answer within ${PATIENCE_MS} ms` : 'no answer')
  }
}
