import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forgetTestData, openTestLog, openTestStore } from '@filature/aggregates/testing/engines'
import type { EventLog } from '@filature/event-log/port'
import { type ShiftedClock, shiftedClock } from '@filature/kernel/clock'
import { createMetrics } from '@filature/service-kit/metrics'
import { type Served, serve } from '@filature/service-kit/serve'
import { tokenSigner } from '@filature/service-kit/testing/token-signer'
import type { Store } from '@filature/store/port'
import { buildMaterials, type MaterialsService } from '../service.ts'
import { defaultMaterialsSettings, type MaterialsSettings } from '../settings.ts'

export interface Answered<Body = Record<string, unknown>> {
  readonly status: number
  readonly body: Body
  readonly headers: Headers
}

/** A caller of the HTTP interface. */
export interface Person {
  get<Body = Record<string, unknown>>(path: string): Promise<Answered<Body>>
  post<Body = Record<string, unknown>>(
    path: string,
    body?: unknown,
    more?: { readonly key?: string; readonly ifVersion?: number },
  ): Promise<Answered<Body>>
}

/** The service as it runs, over real HTTP, with real files. */
export interface Library {
  readonly service: MaterialsService
  readonly clock: ShiftedClock
  readonly store: Store
  readonly log: EventLog
  readonly errors: { readonly error: unknown; readonly where: string }[]
  readonly anonymous: Person
  /** A member with role letters per organisation; without any: a member of the place. */
  member(memberId: string, roles?: Readonly<Record<string, string>>): Person
  stop(): Promise<void>
}

/** Role letters: a manager and a stock-keeper of the depot's organisation, a member of the place. */
export const MANAGER = { org_A: 'M' }
export const CLERK = { org_A: 'W' }
export const BENEFICIARY = { org_place: 'B' }

let keys = 0

export async function openLibrary(
  options: { readonly settings?: Partial<MaterialsSettings>; readonly dataDir?: string; readonly log?: (log: EventLog) => EventLog } = {},
): Promise<Library> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'filature-materials-')))
  const clock = shiftedClock()
  const tokens = tokenSigner()
  const errors: { error: unknown; where: string }[] = []
  const store = await openTestStore('materials', dataDir)
  const openedLog = await openTestLog(dataDir)
  const log = options.log?.(openedLog) ?? openedLog
  const settings = { ...defaultMaterialsSettings(), ...options.settings }
  const onError = (error: unknown, where: string) => errors.push({ error, where })
  const service = buildMaterials({ store, log, clock, tokens: tokens.check, settings, onError })
  const environment = { PORT: 0, HOST: '127.0.0.1', REQUESTS_PER_MINUTE: 0, TRUST_PROXY: 0 }
  const served: Served = await serve({ services: [service], environment, metrics: createMetrics() })
  const base = `http://127.0.0.1:${served.port}/api/materials/v1`

  async function ask<Body>(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<Answered<Body>> {
    const answer = await fetch(base + path, {
      method,
      headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    // The caller names the shape it expects; its expectations are what checks it.
    return { status: answer.status, headers: answer.headers, body: (text === '' ? {} : JSON.parse(text)) as Body }
  }

  const person = (token?: string): Person => {
    const auth: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` }
    return {
      get: (path) => ask('GET', path, auth),
      post(path, body = {}, { key, ifVersion } = {}) {
        keys += 1
        const headers = {
          ...auth,
          'Idempotency-Key': key ?? `test-key-${keys}`,
          ...(ifVersion !== undefined && { 'If-Match': `"${ifVersion}"` }),
        }
        return ask('POST', path, headers, body)
      },
    }
  }

  return {
    service,
    clock,
    store,
    log,
    errors,
    anonymous: person(),
    member: (memberId, roles = BENEFICIARY) => person(tokens.tokenFor(memberId, roles)),
    async stop() {
      await served.stop()
      await log.close()
      await store.close()
      if (options.dataDir === undefined) await forgetTestData(dataDir)
    },
  }
}
