import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRightsFeed } from '@filature/aggregates/rights-feed'
import { forgetTestData, openTestLog, testEngines } from '@filature/aggregates/testing/engines'
import { serviceApi } from '@filature/contracts/http/endpoint'
import type { OrganisationKind } from '@filature/contracts/identity/roles'
import type { EventLog } from '@filature/event-log/port'
import { systemActor } from '@filature/kernel/actor'
import { type ShiftedClock, shiftedClock } from '@filature/kernel/clock'
import { derivedId } from '@filature/kernel/ids'
import { msOf } from '@filature/kernel/instant'
import { isRefusal } from '@filature/kernel/refusal'
import { implement } from '@filature/service-kit/implement'
import { createMetrics } from '@filature/service-kit/metrics'
import { serve } from '@filature/service-kit/serve'
import { createTokenCheck, type TokenCheckOptions } from '@filature/service-kit/token-check'
import { openStore } from '@filature/store/open'
import { z } from 'zod'
import { rosterIdOf } from './roles/decide.ts'
import { buildIdentity, type Identity, type IdentityPorts } from './service.ts'
import type { IdentitySettings } from './settings.ts'

/** For tests: identity as it runs alone, on real files and real sockets, with a clock that can jump ahead. */
export interface Running {
  readonly base: string
  readonly dataDir: string
  readonly identity: Identity
  readonly log: EventLog
  readonly clock: ShiftedClock
  /** Errors that the service reported: bugs. */
  readonly errors: readonly unknown[]
  stop(): Promise<void>
}

export interface Answered {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Headers
}

export interface Asked {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export const PASSWORD = 'quatre navettes tissent loin'
const NO_LIMITS = { PORT: 0, HOST: '127.0.0.1', REQUESTS_PER_MINUTE: 0, TRUST_PROXY: 0 }

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'filature-identity-'))
}

export async function startIdentity(
  settings: Partial<IdentitySettings> = {},
  parts: Partial<Pick<IdentityPorts, 'deliverMagicLink'>> & { readonly clock?: ShiftedClock } = {},
): Promise<Running> {
  const dataDir = settings.dataDir ?? newFolder()
  const clock = parts.clock ?? shiftedClock()
  const { mongodbUri } = { ...testEngines(dataDir), ...settings }
  const store = await openStore({ service: 'identity', dataDir, mongodbUri })
  const log = await openTestLog(dataDir)
  const errors: unknown[] = []
  const tokens = createTokenCheck({ fetchKeys: () => identity.internals.keys.publicKeys(), nowMs: () => msOf(clock.now()) })
  const { clock: _, ...ports } = parts
  const identity: Identity = await buildIdentity({
    store,
    log,
    clock,
    tokens,
    settings: {
      dataDir,
      mongodbUri,
      authSecret: undefined,
      publicUrl: undefined,
      signInsPerMinute: { perPair: 5, perAddress: 60, perEmail: 20 },
      tokenMinutes: 8,
      sessionDays: 30,
      demo: false,
      magicLinks: 'off',
      ...settings,
    },
    onError: (error) => errors.push(error),
    ...ports,
  })
  const served = await serve({ services: [identity], environment: NO_LIMITS, metrics: createMetrics() })
  const feed = feedFor('identity', log, tokens)
  await feed.ready
  return {
    base: `http://127.0.0.1:${served.port}/api/identity/v1`,
    dataDir,
    identity,
    log,
    clock,
    errors,
    async stop() {
      await feed.stop()
      await served.stop()
      await store.close()
      await log.close()
      if (settings.dataDir === undefined) await forgetTestData(dataDir)
    },
  }
}

function feedFor(instance: string, log: EventLog, tokens: ReturnType<typeof createTokenCheck>) {
  return startRightsFeed({ log, instance, onRights: tokens.learnRights, onSessionRevoked: tokens.revokeSession })
}

export async function ask(base: string, request: string, { token, body, headers }: Asked = {}): Promise<Answered> {
  const [method = 'GET', path = '/'] = request.split(' ')
  const answer = await fetch(base + path, {
    method,
    headers: {
      'Accept-Language': 'en',
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? {} : JSON.parse(text), headers: answer.headers }
}

/** The cookie that a browser would send back. */
export const cookieOf = ({ headers }: Answered): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')

const actor = systemActor('test')

/** A member with an account, as the loader makes them. */
export async function person({ identity }: Running, name: string, given: { demo?: 'none' | 'member' | 'account'; password?: string } = {}) {
  const { accounts, members } = identity.internals
  const email = `${name.toLowerCase()}@example.org`
  const passwordHash = await accounts.hashPassword(given.password ?? PASSWORD, { email, name })
  if (isRefusal(passwordHash)) throw new Error(passwordHash.code)
  const account = await accounts.createAccount({ email, name, passwordHash })
  const id = derivedId('mbr_', 'test', name)
  const names = { firstName: name, lastName: 'Navette', displayName: `${name} N.` }
  const { demo = 'none' } = given
  const answer = await members.execute(id, { type: 'CreateMember', ...names, email, accountId: account.id, locale: 'fr', demo }, { actor })
  if (answer.refused === true) throw new Error(answer.code)
  return { id, email, accountId: account.id }
}

export async function organisation({ identity }: Running, kind: OrganisationKind, name: string): Promise<string> {
  const id = derivedId('org_', 'test', name)
  const answer = await identity.internals.organisations.execute(id, { type: 'CreateOrganisation', kind, name, slug: name }, { actor })
  if (answer.refused === true) throw new Error(answer.code)
  return id
}

/** Gives roles as the system does, and waits until the member's file has them. */
export async function give({ identity }: Running, memberId: string, orgId: string, kind: OrganisationKind, letters: string): Promise<void> {
  const { rosters, members } = identity.internals
  const answer = await rosters.execute<{ step: number }>(rosterIdOf(orgId), { type: 'SetRoles', orgId, kind, memberId, letters }, { actor })
  if (answer.refused === true) throw new Error(answer.code)
  const followed = await members.until(memberId, (state) => (state?.roles[orgId]?.step ?? 0) >= answer.reply.step, 20_000)
  if (followed === undefined) throw new Error(`the file of ${memberId} did not follow`)
}

export async function tokenOf({ base }: Running, email: string, password: string = PASSWORD): Promise<string> {
  const answer = await ask(base, 'POST /sign-in', { body: { email, password } })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return String(answer.body['token'])
}

const neighbourApi = (name: string) =>
  serviceApi(name, name, {
    'GET /mine': { summary: 'what is one’s own', access: 'signed-in', reply: z.object({ who: z.string() }) },
    'POST /mine': { summary: 'change what is one’s own', access: 'signed-in', reply: z.object({ who: z.string() }) },
    'POST /may': {
      summary: 'the rights table, asked as handlers ask it',
      access: 'public',
      body: z.strictObject({ action: z.string(), org: z.string(), owner: z.string() }),
      reply: z.object({ may: z.boolean(), own: z.boolean() }),
    },
  })

/** Another service: checks tokens with the keys it fetches from identity over HTTP, and hears the log. */
export async function startNeighbour(running: Running, name: string, options: Partial<TokenCheckOptions> = {}) {
  let fetches = 0
  const tokens = createTokenCheck({
    async fetchKeys() {
      fetches += 1
      const answer = await fetch(`${new URL(running.base).origin}/api/auth/jwks`)
      return z.object({ keys: z.array(z.looseObject({ kty: z.string() })) }).parse(await answer.json())
    },
    nowMs: () => msOf(running.clock.now()),
    ...options,
  })
  const api = neighbourApi(name)
  const router = implement(
    api,
    {
      'GET /mine': ({ caller }) => ({ body: { who: caller.actor.id } }),
      'POST /mine': ({ caller }) => ({ body: { who: caller.actor.id } }),
      'POST /may': ({ caller, body }) => ({
        body: { may: caller.may(body.action, body.org), own: caller.mayOnOwn(body.action, body.owner) },
      }),
    },
    { tokens, clock: running.clock },
  )
  const service = { name, api, router, mountPath: `/api/${name}/v1`, start: async () => {}, stop: async () => {}, checks: {} }
  const served = await serve({ services: [service], environment: NO_LIMITS, metrics: createMetrics() })
  const feed = feedFor(name, running.log, tokens)
  await feed.ready
  return {
    base: `http://127.0.0.1:${served.port}/api/${name}/v1`,
    fetches: () => fetches,
    async stop() {
      await feed.stop()
      await served.stop()
    },
  }
}
