import { createServer, type Server } from 'node:http'
import express, { type Express, type Request, type Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import helmet from 'helmet'
import type { CommonEnvironment } from './environment.ts'
import { contextOf } from './implement.ts'
import { listen } from './listen.ts'
import type { Metrics } from './metrics.ts'
import { openApiOf } from './openapi.ts'
import { sendProblem } from './problem.ts'
import { sendText } from './send-text.ts'
import type { Service } from './service.ts'

export interface ServeOptions {
  readonly services: readonly Service[]
  readonly environment: Pick<CommonEnvironment, 'PORT' | 'HOST' | 'REQUESTS_PER_MINUTE' | 'TRUST_PROXY'>
  readonly metrics: Metrics
  /** Further lines of the ready answer and of the listing: engines in use. */
  readonly engines?: Readonly<Record<string, string>>
}

export interface Served {
  readonly port: number
  readonly server: Server
  /** Readiness off, requests drained, services stopped. Stores and logs are closed by whoever opened them. */
  stop(): Promise<void>
}

/** How long open requests may take after SIGTERM before their sockets are cut, in milliseconds. */
const DRAIN_MS = 10_000
/** A check that does not answer within this many milliseconds counts as failed. */
const CHECK_MS = 2_000

/** One HTTP server for one or many services: health, metrics, reference and limits are the same everywhere. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { services, environment } = options
  let ready = false
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', environment.TRUST_PROXY)
  app.set('query parser', 'simple')
  mountHealth(app, options, () => ready)
  app.use('/api', helmet(), noStore)
  if (environment.REQUESTS_PER_MINUTE > 0) app.use('/api', limiter(environment.REQUESTS_PER_MINUTE))
  for (const service of services) {
    if (service.api !== undefined) {
      const { api } = service
      let reference: string | undefined
      app.get(`${service.mountPath}/openapi.json`, (req, res) => {
        // Half a megabyte that most processes are never asked for.
        reference ??= JSON.stringify(openApiOf(api))
        return sendText(req, res.type('application/json'), reference)
      })
    }
    for (const [path, router] of Object.entries(service.alsoAt ?? {})) app.use(path, router)
    app.use(service.mountPath, service.router)
  }
  app.use((req, res) => sendProblem(res, 'not-found', {}, contextOf(req)))

  const server = createServer(app)
  for (const service of services) service.attach?.(server)
  const port = await listen(server, environment, 'npm start')
  for (const service of services) await service.start()
  ready = true

  let stopping: Promise<void> | undefined
  return {
    port,
    server,
    stop() {
      stopping ??= (async () => {
        ready = false
        const closed = new Promise<void>((resolve) => server.close(() => resolve()))
        server.closeIdleConnections()
        const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
        // Reverse order: live goes before those whose events it shows.
        for (const service of [...services].reverse()) await service.stop()
        server.closeIdleConnections()
        await closed
        clearTimeout(cut)
      })()
      return stopping
    },
  }
}

function mountHealth(app: Express, { services, metrics, engines }: ServeOptions, isReady: () => boolean) {
  app.get('/health/live', (_req, res) => {
    res.json({ status: 'live' })
  })
  app.get('/health/ready', async (_req: Request, res: Response) => {
    const checks = await Promise.all(
      services.flatMap((service) =>
        Object.entries(service.checks).map(async ([name, check]) => ({ name: `${service.name}.${name}`, ...(await outcomeOf(check)) })),
      ),
    )
    const ready = isReady() && checks.every(({ ok }) => ok)
    res.status(ready ? 200 : 503)
    if (!ready) res.set('Retry-After', '2')
    res.json({ status: ready ? 'ready' : isReady() ? 'degraded' : 'starting', engines, checks })
  })
  app.get('/metrics', async (_req, res) => {
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
}

async function outcomeOf(check: () => Promise<void>): Promise<{ ok: boolean; reason?: string }> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_MS} ms`)), CHECK_MS)
  try {
    await Promise.race([check(), promise])
    return { ok: true }
  } catch (error) {
    // The name of the fault only: messages may hold addresses.
    return { ok: false, reason: error instanceof Error ? error.name : 'failed' }
  } finally {
    clearTimeout(timer)
  }
}

function noStore(_req: Request, res: Response, next: () => void) {
  res.set('Cache-Control', 'no-cache')
  next()
}

const MINUTE_MS = 60_000

function limiter(perMinute: number) {
  return rateLimit({
    windowMs: MINUTE_MS,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (req, res) => sendProblem(res, 'too-many-requests', { retryAfterS: Number(res.get('Retry-After') ?? 60) }, contextOf(req)),
  })
}
