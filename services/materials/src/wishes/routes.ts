import { invalidField } from '@filature/contracts/http/rules'
import type { materialsApi } from '@filature/contracts/materials/http'
import { derivedId } from '@filature/kernel/ids'
import { isRefusal, refuse } from '@filature/kernel/refusal'
import type { Caller } from '@filature/service-kit/caller'
import { pageByKey } from '@filature/service-kit/keyset'
import type { Handlers } from '@filature/service-kit/route'
import { mayAnywhere, optionsOf } from '../edge/options.ts'
import { type EdgePorts, isCompetent } from '../edge/ports.ts'
import { findLot, maySee } from '../lots/visible.ts'
import { acceptOffer } from './accept-offer.ts'
import { isSettled, ownWishesIdOf } from './own-wishes.ts'
import { wishView } from './view.ts'

type Endpoints = typeof materialsApi.endpoints
type WishRoutes = Pick<
  Handlers<Endpoints>,
  'POST /lots/:id/wishes' | 'GET /wishes' | 'POST /wishes/:id/close' | 'POST /wishes/:id/accept' | 'POST /wishes/:id/decline'
>
type Asked = Parameters<typeof optionsOf>[0] & { readonly params: { readonly id: string }; readonly caller: Caller }

/** Who waits wants to hold in the end. */
const RIGHT = 'materials.hold'
/** How long the edge waits for the lot's answer, in milliseconds; the process goes on by itself. */
const PATIENCE_MS = 5_000
const RETRY_AFTER_S = 2

/** The waiting list of one lot as its members see it. */
export function wishRoutes(ports: EdgePorts): WishRoutes {
  const { lots, ownWishes, reference, settings } = ports

  const listOf = async ({ memberId }: Caller) =>
    memberId === undefined ? undefined : (await ownWishes.read(ownWishesIdOf(memberId)))?.state
  const wishOf = async (caller: Caller, wishId: string) => (await listOf(caller))?.byId[wishId]
  /** Also of one that has just ended: its lot knows the request that ended it. */
  const lotOf = async (caller: Caller, wishId: string) => {
    const list = await listOf(caller)
    return list?.byId[wishId]?.lotId ?? list?.ended?.find((wish) => wish.wishId === wishId)?.lotId
  }

  async function end(call: Asked, type: 'CloseWish' | 'DeclineOffer') {
    const wishId = call.params.id
    const lotId = await lotOf(call.caller, wishId)
    if (lotId === undefined) return refuse('not-found')
    const answer = await lots.execute(lotId, { type, wishId }, optionsOf(call))
    if (answer.refused === true) return answer
    return { body: { wishId, lotId, version: answer.version }, version: answer.version }
  }

  return {
    async 'POST /lots/:id/wishes'(call) {
      const { caller, body, params, idempotencyKey = '' } = call
      const { memberId } = caller
      const { qty, minQty = qty, onBehalfOf } = body
      const mayHold = onBehalfOf === undefined ? mayAnywhere(caller, RIGHT) : caller.may(RIGHT, onBehalfOf)
      if (memberId === undefined || !mayHold) return refuse('forbidden')
      if (minQty > qty) {
        return invalidField('minQty', 'at-most', 'qty')
      }
      const found = await findLot(ports, params.id)
      if (found === undefined || !maySee(settings, caller, found.state)) return refuse('not-found')
      const wishId = derivedId('wsh_', memberId, idempotencyKey)
      const holder =
        onBehalfOf === undefined ? { kind: 'person' as const, id: memberId, memberId } : { kind: 'org' as const, id: onBehalfOf, memberId }
      const wish = { wishId, lotId: found.id, holder, qty, minQty, competent: isCompetent(settings, caller) }
      const { wishesPerMember: wishesMost } = settings.network
      const ownId = ownWishesIdOf(memberId)
      const options = { ...optionsOf(call), asked: ['AskWish', wishId, found.id, holder, qty, minQty] }
      const asked = await ownWishes.execute(ownId, { type: 'AskWish', wish, wishesMost }, options)
      if (asked.refused === true) return asked
      const settled = await ownWishes.until(ownId, (state) => isSettled(state, wishId), PATIENCE_MS)
      if (settled === undefined) return refuse('unavailable', { retryAfterS: RETRY_AFTER_S })
      const refusal = settled.state.byId[wishId]?.refusal ?? null
      if (refusal !== null) return refuse(refusal.code, refusal.figures)
      const lot = await lots.read(found.id)
      const view = lot?.state == null ? undefined : wishView(reference, lot.state, lot.version, wishId, call.receivedAt)
      // Placed and ended again: the same key does not wait a second time.
      return view === undefined ? refuse('wish-closed') : { body: view, version: view.version }
    },

    async 'GET /wishes'({ caller, query, receivedAt: now }) {
      const { memberId } = caller
      const own = memberId === undefined ? undefined : await ownWishes.read(ownWishesIdOf(memberId))
      const open = Object.values(own?.state.byId ?? {}).filter(({ phase }) => phase === 'open')
      const read = await lots.readMany(open.map(({ lotId }) => lotId))
      const items = open.flatMap(({ wishId }, position) => {
        const lot = read[position]
        const view = lot?.state == null ? undefined : wishView(reference, lot.state, lot.version, wishId, now)
        return view === undefined ? [] : [view]
      })
      return { body: pageByKey(items, { order: 'wishes', keyOf: ({ since, wishId }) => [since, wishId], ...query }) }
    },

    async 'POST /wishes/:id/accept'(call) {
      const accepted = await acceptOffer(ports, call, await wishOf(call.caller, call.params.id))
      return isRefusal(accepted) ? accepted : { body: accepted, version: accepted.version }
    },
    'POST /wishes/:id/close': (call) => end(call, 'CloseWish'),
    'POST /wishes/:id/decline': (call) => end(call, 'DeclineOffer'),
  }
}
