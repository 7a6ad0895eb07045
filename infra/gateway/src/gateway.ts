import { Agent, createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { LIVE_SOCKET_PATH } from '@filature/contracts/live/http'
import { type CommonEnvironment, ConfigurationError } from '@filature/service-kit/environment'
import { contextOf } from '@filature/service-kit/implement'
import type { Metrics } from '@filature/service-kit/metrics'
import { sendProblem } from '@filature/service-kit/problem'
import express, { type Express, type Request, type Response } from 'express'
import { forward } from './forward.ts'
import { readinessOf } from './readiness.ts'
import { refuseUpgrade, type Tunnel, tunnel } from './tunnel.ts'
import { serviceAt, type Upstream } from './upstream.ts'

export interface GatewayOptions {
  readonly upstreams: readonly Upstream[]
  readonly environment: Pick<CommonEnvironment, 'PORT' | 'HOST' | 'TRUST_PROXY'>
  readonly silenceMs: number
  readonly metrics: Metrics
  /** False: the place is being furnished, and whoever comes is asked to come again. Default: always open. */
  readonly isOpen?: () => boolean
  readonly onError: (error: unknown, where: string) => void
}

export interface Gateway {
  readonly port: number
  readonly server: Server
  /** New requests are refused, open ones answered, websockets ended. */
  stop(): Promise<void>
}

/** Seconds after which whoever found a service away may try again. */
const RETRY_AFTER_S = 2
/** How long open requests may take after the stop began, in milliseconds. */
const DRAIN_MS = 10_000
const METRICS_MS = 5_000

/** One address for all services: requests go to the service their path names, live's websocket to live, all else to web. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { upstreams, environment, silenceMs, metrics, isOpen = () => true, onError } = options
  const byName = new Map(upstreams.map((upstream) => [upstream.name, upstream]))
  const agent = new Agent({ keepAlive: true })
  const passing = { silenceMs, trustedProxies: environment.TRUST_PROXY }
  const tunnels = new Set<Tunnel>()
  let stopping: Promise<void> | undefined

  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', environment.TRUST_PROXY)
  mountOwn(app, options, () => isOpen() && stopping === undefined, byName)
  app.use((req, res) => {
    const name = serviceAt(req.originalUrl)
    const started = performance.now()
    res.on('close', () => metrics.answered('gateway', name, res.statusCode, (performance.now() - started) / 1_000))
    if (name === 'none') return sendProblem(res, 'not-found', {}, contextOf(req))
    const address = isOpen() ? byName.get(name)?.address() : undefined
    if (address === undefined) return turnAway(req, res)
    forward(req, res, address, { agent, ...passing }, (error) => {
      onError(error, `gateway: ${name}`)
      turnAway(req, res)
    })
  })

  // Everything else that a client would like to upgrade is answered as if it had not asked for it.
  const server = createServer({ shouldUpgradeCallback: isLiveSocket }, app)
  server.on('upgrade', (req, socket, head) => {
    const address = isOpen() ? byName.get('live')?.address() : undefined
    if (address === undefined) refuseUpgrade(socket)
    else {
      tunnel(req, socket, head, address, passing, (opened) => {
        tunnels.add(opened)
        socket.once('close', () => tunnels.delete(opened))
      })
    }
  })
  metrics.gauge('filature_gateway_sockets', 'open websockets', {}, () => tunnels.size)
  const port = await listen(server, environment)

  return {
    port,
    server,
    stop() {
      stopping ??= (async () => {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()))
        for (const { end } of tunnels) end()
        server.closeIdleConnections()
        const cut = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
        await closed
        clearTimeout(cut)
        agent.destroy()
      })()
      return stopping
    },
  }
}

/** What the gateway answers itself. */
function mountOwn(
  app: Express,
  { upstreams, metrics }: GatewayOptions,
  isOpen: () => boolean,
  byName: ReadonlyMap<string, Upstream>,
): void {
  app.get('/health/live', (_req, res) => {
    res.json({ status: 'live' })
  })
  app.get('/health/ready', async (_req, res) => {
    const readiness = await readinessOf(upstreams)
    const ready = isOpen() && readiness.status === 'ready'
    res.status(ready ? 200 : 503)
    if (!ready) res.set('Retry-After', String(RETRY_AFTER_S))
    res.json(isOpen() ? readiness : { ...readiness, status: 'starting' })
  })
  app.get('/metrics', async (_req, res) => {
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  app.get('/metrics/:service', async (req, res) => {
    const address = byName.get(req.params.service)?.address()
    if (!byName.has(req.params.service)) return sendProblem(res, 'not-found', {}, contextOf(req))
    const answer =
      address === undefined
        ? undefined
        : await fetch(`${address}/metrics`, { signal: AbortSignal.timeout(METRICS_MS) }).catch(() => undefined)
    if (answer === undefined) return turnAway(req, res)
    res.type(answer.headers.get('Content-Type') ?? 'text/plain').send(await answer.text())
  })
}

function turnAway(req: Request, res: Response): void {
  // A browser that came at the wrong moment comes again by itself.
  if (req.accepts('html') === 'html') res.set('Refresh', String(RETRY_AFTER_S))
  sendProblem(res, 'unavailable', { retryAfterS: RETRY_AFTER_S }, contextOf(req))
}

function isLiveSocket({ url = '', headers }: IncomingMessage): boolean {
  const after = url.startsWith(LIVE_SOCKET_PATH) ? url.charAt(LIVE_SOCKET_PATH.length) : undefined
  return headers.upgrade?.toLowerCase() === 'websocket' && (after === '' || after === '/' || after === '?')
}

async function listen(server: Server, { PORT, HOST }: GatewayOptions['environment']): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is used by another program' : error.message
      reject(new ConfigurationError(`PORT=${PORT} ${why}. Free it, or choose another one: PORT=8081`))
    })
    server.listen(PORT, HOST, resolve)
  })
  // A server that listens on TCP has an address with a port.
  return (server.address() as AddressInfo).port
}
