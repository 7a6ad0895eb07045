import type { Answer } from '@filature/aggregates/answer'
import type { Step } from '@filature/aggregates/process'
import type { OfferCommand } from '../offers/decide.ts'
import type { ClaimReply } from '../offers/deciding.ts'
import type { Order } from '../orders/order.ts'
import { type BookSlot, type ReleaseSlot, slotBookIdOf } from '../slots/slot-book.ts'
import type { Checkout } from './checkout.ts'
import type { ToldOrder } from './decide.ts'

type OrderStep = Step<ToldOrder>

/** What an order wants carried out now, by its state alone; survives every crash because it is derived, not remembered. */
export function nextSteps(order: Order | null, orderId: string): readonly OrderStep[] {
  if (order === null) return []
  const { checkout } = order
  const giving = givingBack(order, orderId)
  if (checkout === null) return [...giving, ...confirming(order, orderId)]
  if (checkout.phase === 'pinning') return [...giving, ...pinning(order, checkout, orderId)]
  if (checkout.phase === 'booking') return [...giving, ...booking(order, checkout, orderId)]
  return [...giving, ...undoing(order, checkout, orderId)]
}

/**
 * Live holds cannot be taken by anybody, so they are pinned side by side. Ended ones compete for what is left: one after
 * the other in the order of offers, so that of two orders that want the same two, one gets both.
 */
function pinning(order: Order, checkout: Checkout, orderId: string): OrderStep[] {
  const isLive = (offerId: string) => {
    const line = order.lines[offerId]
    return line?.claim === 'held' && line.expiresAt !== null && line.expiresAt > checkout.askedAt
  }
  const live = checkout.toPin.filter(isLive)
  const now = live.length > 0 ? live : checkout.toPin.slice(0, 1)
  return now.map((offerId) => {
    const qtyB = order.lines[offerId]?.qtyB ?? 0
    return {
      ...toOffer(order, 'pin', offerId, { type: 'PinClaim', orderId, qtyB, askedAt: checkout.askedAt }),
      told: (answer) =>
        answer.refused === true
          ? { type: 'PinRefused', attempt: order.attempt, offerId, code: answer.code, availableB: figure(answer, 'availableB') }
          : { type: 'Pinned', attempt: order.attempt, offerId, qtyB: replyOf(answer).claim?.qtyB ?? qtyB, v: answer.version },
    }
  })
}

function booking(order: Order, { point, slotId, slot }: Checkout, orderId: string): OrderStep[] {
  if (slot !== 'unasked') return []
  const { hubId, sessionId, attempt } = order
  const command: BookSlot = { type: 'BookSlot', hubId, sessionId, pointId: point.id, slots: point.slots, slotId, orderId }
  return [
    {
      key: `${attempt}/slot`,
      to: 'slotbook',
      id: slotBookIdOf(sessionId, point.id),
      command,
      told: (answer) =>
        answer.refused === true
          ? { type: 'SlotRefused', attempt, failure: { code: answer.code, figures: { pointId: point.id, ...answer.figures } } }
          : { type: 'SlotTaken', attempt },
    },
  ]
}

/** In reverse: first the slot, then the claims. */
function undoing(order: Order, { point, slot, toUnpin }: Checkout, orderId: string): OrderStep[] {
  const { attempt } = order
  if (slot === 'to-release') return [freeSlot(order, point.id, `${attempt}/undo-slot`, orderId, { type: 'SlotGivenBack', attempt })]
  return toUnpin.map((offerId) => ({
    ...toOffer(order, 'unpin', offerId, { type: 'UnpinClaim', orderId }),
    told: (answer) => {
      const claim = answer.refused === true ? null : replyOf(answer).claim
      return { type: 'Unpinned', attempt, offerId, expiresAt: claim?.expiresAt ?? null, v: answer.version }
    },
  }))
}

/** After the point of no return: every pinned claim becomes a sale, tried until it is. Holds that join later likewise. */
function confirming(order: Order, orderId: string): OrderStep[] {
  if (order.state !== 'confirmed' && order.state !== 'locked') return []
  return Object.entries(order.lines)
    .filter(([, line]) => line.claim === 'pinned' || line.claim === 'held')
    .map(([offerId, line]) => ({
      ...toOffer(order, line.claim === 'pinned' ? 'confirm' : `join-${order.heard[offerId]}`, offerId, { type: 'ConfirmClaim', orderId }),
      told: (answer) => {
        if (answer.refused === true) return { type: 'JoinRefused', offerId, v: answer.version, claim: line.claim }
        const { claim } = replyOf(answer)
        // Sold and given back in the same write (the session was cancelled): the news of it must still be heard.
        return { type: 'ClaimSold', offerId, qtyB: claim?.qtyB ?? line.qtyB, v: claim === null ? 0 : answer.version }
      },
    }))
}

function givingBack(order: Order, orderId: string): OrderStep[] {
  const { claims, slot } = order.releasing
  const because = order.state === 'cancelled' ? 'order-cancelled' : 'member'
  const steps: OrderStep[] = Object.entries(claims).map(([offerId, key]) => {
    const command: OfferCommand = { type: 'ReleaseClaim', orderId, because }
    return { key, to: 'offer', id: offerId, command, told: () => ({ type: 'ClaimGivenBack', offerId }) }
  })
  return slot === null ? steps : [...steps, freeSlot(order, slot.pointId, slot.key, orderId, { type: 'SlotFreed' })]
}

function freeSlot(order: Order, pointId: string, key: string, orderId: string, told: ToldOrder): OrderStep {
  const command: ReleaseSlot = { type: 'ReleaseSlot', orderId }
  return { key, to: 'slotbook', id: slotBookIdOf(order.sessionId, pointId), command, told: () => told }
}

function toOffer(order: Order, what: string, offerId: string, command: OfferCommand) {
  return { key: `${order.attempt}/${what}/${offerId}`, to: 'offer', id: offerId, command }
}

/** Every command of an offer replies with the claim it leaves. */
const replyOf = (answer: Answer): ClaimReply => (answer as { readonly reply: ClaimReply }).reply

function figure(answer: Answer, name: string): number {
  const value = answer.refused === true ? answer.figures[name] : undefined
  return typeof value === 'number' ? value : 0
}
