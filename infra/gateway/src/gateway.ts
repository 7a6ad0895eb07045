import { Agent, createServer, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { LIVE_SOCKET_PATH } from '@filature/contracts/live/http'
import type { CommonEnvironment } from '@filature/service-kit/environment'
import { contextOf } from '@filature/service-kit/implement'
import { listen } from '@filature/service-kit/listen'
import type { Metrics } from '@filature/service-kit/metrics'
import { sendProblem } from '@filature/service-kit/problem'
import express from 'express'
import { refuseUpgrade, turnAway } from './away.ts'
import { forward } from './forward.ts'
import { answerFailure, mountOwn } from './own-answers.ts'
import { tunnel } from './tunnel.ts'
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

/** How long open requests may take after the stop began, in milliseconds. */
const DRAIN_MS = 10_000

/** One address for all services: requests go to the service their path names, live's websocket to live, all else to web. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { upstreams, environment, silenceMs, metrics, isOpen = () => true, onError } = options
  const byName = new Map(upstreams.map((upstream) => [upstream.name, upstream]))
  const agent = new Agent({ keepAlive: true })
  const passing = { silenceMs, trustedProxies: environment.TRUST_PROXY }
  const sockets = new Set<Duplex>()
  let stopping: Promise<void> | undefined
  const isTaking = () => isOpen() && stopping === undefined

  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', environment.TRUST_PROXY)
  app.use((_req, res, next) => {
    // A connection that was busy when the stop began would else be kept open after its answer.
    res.on('close', () => setImmediate(() => stopping !== undefined && server.closeIdleConnections()))
    next()
  })
  mountOwn(app, options, isTaking, byName)
  app.use((req, res) => {
    const name = serviceAt(req.originalUrl)
    const started = performance.now()
    res.on('close', () => metrics.answered('gateway', name, res.statusCode, (performance.now() - started) / 1_000))
    if (name === 'none') return sendProblem(res, 'not-found', {}, contextOf(req))
    const address = isTaking() ? byName.get(name)?.address() : undefined
    if (address === undefined) return turnAway(req, res)
    forward(req, res, address, { agent, ...passing }, (error) => {
      onError(error, `gateway: ${name}`)
      turnAway(req, res)
    })
  })
  app.use(answerFailure(onError))

  // Everything else that a client would like to upgrade is answered as if it had not asked for it.
  const server = createServer({ shouldUpgradeCallback: isLiveSocket }, app)
  server.on('upgrade', (req, socket, head) => {
    // The server has let go of the socket; one that breaks closes, and that is no fault of anybody's.
    socket.on('error', () => socket.destroy())
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    const address = isTaking() ? byName.get('live')?.address() : undefined
    if (address === undefined) refuseUpgrade(socket)
    else tunnel(req, socket, head, address, passing, (error) => onError(error, 'gateway: live'))
  })
  metrics.gauge('filature_gateway_sockets', 'open websockets', {}, () => sockets.size)
  const port = await listen(server, environment, 'npm run production')

  return {
    port,
    server,
    stop() {
      stopping ??= (async () => {
        const closed = new Promise<void>((resolve) => server.close(() => resolve()))
        for (const socket of sockets) socket.destroy()
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

function isLiveSocket({ url = '', headers }: IncomingMessage): boolean {
  const after = url.startsWith(LIVE_SOCKET_PATH) ? url.charAt(LIVE_SOCKET_PATH.length) : undefined
  return headers.upgrade?.toLowerCase() === 'websocket' && (after === '' || after === '/' || after === '?')
}
