import type { Server } from 'node:http'
import { auditTrailDecider } from '@filature/aggregates/audit-trail'
import { createServiceRuntime } from '@filature/aggregates/runtime'
import { assertPublishable, deadLetterTopicOf, topicOf } from '@filature/contracts/events/registry'
import { serviceApi } from '@filature/contracts/http/endpoint'
import { identityEvents } from '@filature/contracts/identity/events'
import { identityApi } from '@filature/contracts/identity/http'
import { identityRefusals } from '@filature/contracts/identity/refusals'
import type { EventLog } from '@filature/event-log/port'
import type { Clock } from '@filature/kernel/clock'
import { MINUTE } from '@filature/kernel/instant'
import type { WriteLimits } from '@filature/kernel/write-limits'
import { implement } from '@filature/service-kit/implement'
import type { Metrics } from '@filature/service-kit/metrics'
import type { Handlers } from '@filature/service-kit/route'
import type { Service } from '@filature/service-kit/service'
import type { TokenCheck } from '@filature/service-kit/token-check'
import type { Store } from '@filature/store/port'
import { attemptsWithin } from './accounts/attempts.ts'
import { openAccounts } from './accounts/better-auth.ts'
import { openAccountsDatabase } from './accounts/open-database.ts'
import { authSecret } from './accounts/secret.ts'
import { auditOn } from './audit/note.ts'
import { AUDITED_SERVICES, auditProjection } from './audit/projection.ts'
import { auditRoutes } from './audit/routes.ts'
import { memberDecider } from './members/decide.ts'
import { MEMBER_FIELDS, memberQueries } from './members/queries.ts'
import { memberRoutes } from './members/routes.ts'
import { organisationDecider } from './organisations/decide.ts'
import { ORGANISATION_FIELDS, organisationQueries } from './organisations/queries.ts'
import { organisationRoutes } from './organisations/routes.ts'
import { rosterDecider } from './roles/decide.ts'
import { roleReactions } from './roles/follow.ts'
import { roleRoutes } from './roles/routes.ts'
import type { IdentitySettings } from './settings.ts'
import { demoRoutes } from './sign-in/demo-routes.ts'
import { type DeliverMagicLink, deliverOnConsole, lastLinks, localOriginOf } from './sign-in/links.ts'
import { signInRoutes } from './sign-in/routes.ts'
import { sessionsOf } from './sign-in/sessions.ts'
import { accessTokenDecider } from './tokens/access-token.ts'
import { createTokenIssuer } from './tokens/issue.ts'
import { ACCESS_TOKEN_FIELDS, tokenRoutes } from './tokens/routes.ts'
import { createSigningKeys } from './tokens/signing-keys.ts'

export interface IdentityPorts {
  readonly store: Store
  readonly log: EventLog
  readonly clock: Clock
  readonly tokens: TokenCheck
  readonly settings: IdentitySettings
  /** Default: as `settings.magicLinks` says. */
  readonly deliverMagicLink?: DeliverMagicLink
  readonly limits?: Partial<WriteLimits>
  readonly metrics?: Metrics
  readonly onError?: (error: unknown, where: string) => void
}

/** Other services' topics have as many; a topic that exists otherwise is taken as it is. */
const PARTITIONS = 8

/** better-auth's usual address of the keys, which standard clients know. */
const keysApi = serviceApi('auth', 'Keys', { 'GET /jwks': identityApi.endpoints['GET /jwks'] })

/** The service, and in `internals` what loaders and tests drive in process. The accounts' database is opened here and closed by `stop`. */
export async function buildIdentity(ports: IdentityPorts) {
  const { store, log, clock, tokens, settings } = ports
  const onError = ports.onError
  const topic = topicOf('identity')
  const deadLetterTopic = deadLetterTopicOf('identity')
  const secret = authSecret(settings.authSecret, settings.dataDir)
  const { sessionDays } = settings
  const database = await openAccountsDatabase({ ...settings, secret })
  const accounts = await openAccounts({
    database,
    secret,
    publicUrl: settings.publicUrl,
    sessionDays,
    ...(onError !== undefined && { onError }),
  })

  const runtime = createServiceRuntime({
    service: 'identity',
    store,
    log,
    clock,
    topic,
    deadLetterTopic,
    assertPublishable: (event) => assertPublishable(identityEvents, event),
    ...(onError !== undefined && { onError }),
    ...(ports.limits !== undefined && { limits: ports.limits }),
    ...(ports.metrics !== undefined && { gauge: ports.metrics.gauge }),
  })
  const memberAggregate = runtime.aggregate(memberDecider, MEMBER_FIELDS)
  const organisationAggregate = runtime.aggregate(organisationDecider, ORGANISATION_FIELDS)
  const rosters = runtime.aggregate(rosterDecider)
  const accessTokens = runtime.aggregate(accessTokenDecider, ACCESS_TOKEN_FIELDS)
  const trails = runtime.aggregate(auditTrailDecider)

  const members = memberQueries(store, memberAggregate)
  const organisations = organisationQueries(store, organisationAggregate)
  runtime.react('roles', [topic], roleReactions(memberAggregate, rosters, organisations))
  runtime.projection('audit', auditProjection)

  const keys = createSigningKeys(accounts.keys, clock)
  const issuer = createTokenIssuer(keys, clock, settings.tokenMinutes * MINUTE)
  const sessions = sessionsOf(accounts, members, memberAggregate, issuer)
  const audit = auditOn(trails)
  const signIns = attemptsWithin(settings.signInsPerMinute, clock)
  const linksAsked = attemptsWithin(settings.signInsPerMinute, clock)
  const deliver = ports.deliverMagicLink ?? (settings.magicLinks === 'console' ? deliverOnConsole : undefined)

  // PORT=0 takes a free port: which one is known once the server listens, and no link is made before.
  let server: Server | undefined
  const publicUrl = () => settings.publicUrl ?? localOriginOf(server)

  const jwks = { 'GET /jwks': async () => ({ body: await publicKeySet() }) }
  const handlers: Handlers<typeof identityApi.endpoints> = {
    ...signInRoutes({ accounts, members, sessions, signIns, linksAsked, publicUrl, demo: settings.demo, deliver, lastLinks: lastLinks() }),
    ...demoRoutes({ demo: settings.demo, accounts, members, organisations, sessions }),
    ...memberRoutes({ accounts, members, memberAggregate, rosters, organisations, sessions, signIns, audit }),
    ...organisationRoutes(organisations),
    ...roleRoutes({ rosters, memberAggregate, organisations, audit }),
    ...tokenRoutes({ accessTokens, members, organisations, issuer, store, clock, authSecret: secret, audit }),
    ...auditRoutes(store, organisations, audit),
    ...jwks,
  }

  async function publicKeySet() {
    const set = await keys.publicKeys()
    // Our own keys: Ed25519, always with these members.
    return set as { keys: { kid: string; kty: string; crv: string; x: string; alg: string; use: string }[] }
  }

  const edge = {
    tokens,
    clock,
    refusalTexts: identityRefusals,
    onAnswer: (route: string, status: number, seconds: number) => ports.metrics?.answered('identity', route, status, seconds),
    ...(onError !== undefined && { onError }),
  }
  return {
    name: 'identity',
    api: identityApi,
    mountPath: '/api/identity/v1',
    router: implement(identityApi, handlers, edge),
    alsoAt: { '/api/auth': implement(keysApi, jwks, edge) },
    attach(listening: Server) {
      server = listening
    },
    async start() {
      const topics = [deadLetterTopic, ...AUDITED_SERVICES.map(topicOf)]
      for (const name of topics) await log.define([{ name, partitions: PARTITIONS, compacted: false }]).catch(unlessItDiffers)
      await runtime.start()
    },
    async stop() {
      await runtime.stop()
      await accounts.close()
    },
    checks: { store: () => store.ping(), log: () => log.ping(), accounts: () => accounts.ping() },
    internals: { runtime, accounts, keys, members: memberAggregate, organisations: organisationAggregate, rosters, accessTokens },
  } satisfies Service & Readonly<Record<string, unknown>>
}

/** A topic that its own service made with other numbers is as good. */
function unlessItDiffers(error: unknown): void {
  if (!(error instanceof Error && error.name === 'TopicDiffers')) throw error
}

export type Identity = Awaited<ReturnType<typeof buildIdentity>>
