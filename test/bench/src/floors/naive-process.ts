import { join } from 'node:path'
import { serviceApi } from '@filature/contracts/http/endpoint'
import { holdsEndpoints } from '@filature/contracts/materials/http-holds'
import { materialsRefusals } from '@filature/contracts/materials/refusals'
import { systemActor } from '@filature/kernel/actor'
import { systemClock } from '@filature/kernel/clock'
import { derivedId } from '@filature/kernel/ids'
import { HOUR } from '@filature/kernel/instant'
import { type Refusal, refuse } from '@filature/kernel/refusal'
import type { HoldReply } from '@filature/materials/holds/decide-hold'
import { holdView } from '@filature/materials/holds/view'
import type { LotCommand } from '@filature/materials/lots/commands'
import { lotDecider } from '@filature/materials/lots/decide'
import { shippedReference } from '@filature/materials/reference/reference'
import { defaultMaterialsSettings } from '@filature/materials/settings'
import { fetchKeysOf } from '@filature/service-kit/identity-keys'
import { implement } from '@filature/service-kit/implement'
import { createMetrics } from '@filature/service-kit/metrics'
import { serve } from '@filature/service-kit/serve'
import { createTokenCheck } from '@filature/service-kit/token-check'
import { lotIdOf } from '../load/holds.ts'
import { serveParent } from '../processes/child.ts'
import { inMemory, type LotPlace } from './in-memory.ts'
import { openFloorFile } from './sqlite-file.ts'

/**
 * The same route as one would write it first: the same edge (express, token, zod, problem details), the same decision, and for
 * each request one transaction that reads the document, decides and writes it with its events. No quota, no process.
 *
 * With `memory` as its last word nothing is written at all: what the edge and the decision alone allow.
 */

const [folder = '.', identityUrl = '', lots = '1', units = '1', kept = 'written'] = process.argv.slice(2)
const file = openFloorFile(join(folder, 'naive.sqlite'), Number(lots), Number(units), lotIdOf)
const place: LotPlace = kept === 'memory' ? inMemory(file) : file
const reference = shippedReference()
const policy = { ...defaultMaterialsSettings().holds, holdsPerLot: 10_000 }
const decider = lotDecider(reference, policy)
const actor = systemActor('bench')
const lotOfHold = new Map<string, string>()
const HOLD_MS = 48 * HOUR

interface Decided {
  readonly lot: ReturnType<typeof file.load>['lot']
  readonly version: number
  readonly reply: HoldReply
}

function change(lotId: string, command: LotCommand): Decided | Refusal {
  return place.transaction(() => {
    const before = place.load(lotId)
    const now = systemClock.now()
    const context = { now, actor, id: lotId, idempotencyKey: undefined, version: before.version }
    const decision = decider.decide(before.lot, command, context)
    if (decision.refused === true) return decision
    let { lot, version } = before
    for (const event of decision.events) {
      lot = decider.evolve(lot, event) ?? lot
      version += 1
      const data = decider.publish?.(event, lot, { id: lotId, version })
      place.publish(JSON.stringify({ id: `${lotId}/${version}`, type: event.type, subject: lotId, time: now, sequence: version, data }))
    }
    if (!place.write(lotId, before.version, version, lot)) throw new Error('the transaction is the only writer')
    // Both commands below answer a HoldReply.
    return { lot, version, reply: decision.reply as HoldReply }
  })
}

const api = serviceApi('materials', 'naive', {
  'POST /lots/:id/hold': holdsEndpoints['POST /lots/:id/hold'],
  'POST /holds/:id/release': holdsEndpoints['POST /holds/:id/release'],
})

const router = implement(
  api,
  {
    'POST /lots/:id/hold'({ caller, body, params, idempotencyKey = '' }) {
      const { memberId } = caller
      if (memberId === undefined) return refuse('forbidden')
      const holdId = derivedId('hld_', memberId, idempotencyKey)
      const holder = { kind: 'person', id: memberId, memberId } as const
      const asked = { holdId, reservationId: holdId, holder, worksiteId: null, qty: body.qty, holdMs: HOLD_MS, competent: false }
      const decided = change(params.id, { type: 'HoldLot', ...asked })
      if ('refused' in decided) return decided
      lotOfHold.set(holdId, params.id)
      const { lot, reply, version } = decided
      return { body: holdView(reference, policy, lot, reply, { version, onBehalfOf: null }), version }
    },
    'POST /holds/:id/release'({ params }) {
      const lotId = lotOfHold.get(params.id)
      if (lotId === undefined) return refuse('not-found')
      const decided = change(lotId, { type: 'ReleaseHold', holdId: params.id, why: 'user' })
      if ('refused' in decided) return decided
      lotOfHold.delete(params.id)
      const { holdId, available } = decided.reply
      return { body: { holdId, lotId, available, version: decided.version }, version: decided.version }
    },
  },
  {
    tokens: createTokenCheck({ fetchKeys: fetchKeysOf(identityUrl), nowMs: Date.now }),
    clock: systemClock,
    refusalTexts: materialsRefusals,
    onError: (error) => console.error(error),
  },
)

const served = await serve({
  services: [
    {
      name: 'naive',
      router,
      mountPath: '/api/materials/v1',
      start: async () => undefined,
      stop: async () => undefined,
      checks: {},
    },
  ],
  environment: { PORT: 0, HOST: '127.0.0.1', REQUESTS_PER_MINUTE: 0, TRUST_PROXY: 0 },
  metrics: createMetrics(),
})
serveParent(async () => served.port)
