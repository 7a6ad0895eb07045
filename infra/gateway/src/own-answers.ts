import { contextOf } from '@filature/service-kit/implement'
import type { Metrics } from '@filature/service-kit/metrics'
import { sendProblem } from '@filature/service-kit/problem'
import type { ErrorRequestHandler, Express } from 'express'
import { RETRY_AFTER_S, turnAway } from './away.ts'
import { readinessOf } from './readiness.ts'
import type { Upstream } from './upstream.ts'

/** How long a service may take to tell its figures, in milliseconds. */
const METRICS_MS = 5_000

/** What the gateway answers itself: health and figures, its own and those of each service. */
export function mountOwn(
  app: Express,
  { upstreams, metrics }: { readonly upstreams: readonly Upstream[]; readonly metrics: Metrics },
  isTaking: () => boolean,
  byName: ReadonlyMap<string, Upstream>,
): void {
  app.get('/health/live', (_req, res) => {
    res.json({ status: 'live' })
  })
  app.get('/health/ready', async (_req, res) => {
    const readiness = await readinessOf(upstreams)
    const ready = isTaking() && readiness.status === 'ready'
    res.status(ready ? 200 : 503)
    if (!ready) res.set('Retry-After', String(RETRY_AFTER_S))
    res.json(isTaking() ? readiness : { ...readiness, status: 'starting' })
  })
  app.get('/metrics', async (_req, res) => {
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  app.get('/metrics/:service', async (req, res) => {
    const upstream = byName.get(req.params.service)
    if (upstream === undefined) return sendProblem(res, 'not-found', {}, contextOf(req))
    const figures = await figuresOf(upstream)
    if (figures === undefined) return turnAway(req, res)
    res.type(figures.type).send(figures.text)
  })
}

async function figuresOf({ address }: Upstream): Promise<{ readonly type: string; readonly text: string } | undefined> {
  const found = address()
  if (found === undefined) return undefined
  try {
    const answer = await fetch(`${found}/metrics`, { signal: AbortSignal.timeout(METRICS_MS) })
    return { type: answer.headers.get('Content-Type') ?? 'text/plain', text: await answer.text() }
  } catch {
    return undefined
  }
}

/** The last resort, instead of Express' own page, which shows what only we should see. */
export function answerFailure(onError: (error: unknown, where: string) => void): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    if (res.headersSent) res.destroy()
    // An address that cannot be read, like `/metrics/%zz`.
    else if (error instanceof URIError) sendProblem(res, 'not-found', {}, contextOf(req))
    else {
      onError(error, 'gateway')
      sendProblem(res, 'internal', {}, contextOf(req))
    }
  }
}
