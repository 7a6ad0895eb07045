import type { Server } from 'node:http'
import type { ServiceApi } from '@filature/contracts/http/endpoint'
import type { Router } from 'express'

/** A built service: knows nothing of ports, processes or where it runs. */
export interface Service {
  readonly name: string
  /** Absent for services without a JSON API of their own (web). */
  readonly api?: ServiceApi
  /** Mounted at `mountPath`. */
  readonly router: Router
  /** `/api/<name>/v1`, or `/` for web. */
  readonly mountPath: string
  /** Further routers by path, where a protocol prescribes an address outside `mountPath` (`/api/auth`). */
  readonly alsoAt?: Readonly<Record<string, Router>>
  /** Consumers, relay, timers. Resolves when the service may take requests. */
  start(): Promise<void>
  stop(): Promise<void>
  /** Named checks of `/health/ready`; each rejects when what it names is away. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>
  /** Lines in Prometheus' text format. */
  readonly metrics?: () => Promise<string>
  /** For websockets. */
  readonly attach?: (server: Server) => void
}
