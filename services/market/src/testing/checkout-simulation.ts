import type { Answer } from '@filature/aggregates/answer'
import { systemActor } from '@filature/kernel/actor'
import type { Decider, DomainEvent } from '@filature/kernel/decider'
import { type Instant, plusMs } from '@filature/kernel/instant'
import { nextSteps } from '../checkout/steps.ts'
import { type OfferCommand, offerDecider } from '../offers/decide.ts'
import type { Offer, OfferEvent } from '../offers/offer.ts'
import { publishOffer } from '../offers/publish.ts'
import { orderProcess } from '../orders/decide.ts'
import type { ClaimNews, HearClaim } from '../orders/hear.ts'
import type { Order } from '../orders/order.ts'
import { type SlotBook, slotBookDecider } from '../slots/slot-book.ts'
import { assertSound, LIMITS, OPENS } from './offer-scenario.ts'

/** The deciders of the market wired in memory, where a test decides what happens when: steps, news, crashes, time. */
export interface Simulation {
  readonly offers: ReadonlyMap<string, Offer>
  readonly orders: ReadonlyMap<string, Order>
  readonly books: ReadonlyMap<string, SlotBook>
  now(): Instant
  pass(ms: number): void
  offer(id: string, command: OfferCommand): Answer
  order(id: string, command: Parameters<ReturnType<typeof orderProcess>['decide']>[1], key?: string): Answer
  /** Steps that some order wants carried out now. */
  openSteps(): readonly { readonly orderId: string; readonly key: string }[]
  /** Carries a step out. `told: false`: the process dies before it hears the answer. */
  run(orderId: string, key: string, told: boolean): void
  /** Delivers the oldest undelivered news of an offer, or all that there are. */
  hear(all: boolean): void
  /** The reader crashed before its offsets were kept: the last so many news come again, in order. */
  hearAgain(count: number): void
  tick(): void
  readonly types: readonly string[]
}

type PublishedClaim = Extract<ClaimNews, { readonly kind: 'held' }> & { readonly orderId: string; readonly because: string }

interface Cell {
  state: unknown
  version: number
  readonly answers: Map<string, Answer>
}

const orderLimits = { linesPerOrder: 60, warnBeforeMs: 180_000, warnTogetherMs: 120_000, checkoutDeadlineMs: 60_000 }
/** What an offer's event says to the order; undefined when it says nothing. The same as the service's reaction does. */
function newsOf(type: string, facts: PublishedClaim): ClaimNews | undefined {
  switch (type) {
    case 'StockHeld':
      return { ...facts, kind: 'held' }
    case 'HoldExtended':
    case 'ClaimUnpinned':
      return { kind: 'moved', expiresAt: facts.expiresAt }
    case 'HoldExpired':
      return { kind: 'expired' }
    case 'ClaimAmended':
      return { kind: 'amended', qtyB: facts.qtyB }
    case 'ClaimReleased':
      return { kind: 'released', because: facts.because }
    default:
      return undefined
  }
}

export function simulation(): Simulation {
  const offerRules = offerDecider(LIMITS)
  const orderRules = orderProcess(orderLimits)
  const cells = new Map<string, Cell>()
  const news: { orderId: string; command: HearClaim }[] = []
  const heard: typeof news = []
  const types: string[] = []
  let now: Instant = OPENS

  function execute(decider: Decider<never, never, never>, id: string, command: { readonly type: string }, key?: string): Answer {
    // The simulation treats all aggregates alike, as the runtime does; their types are restored by the methods below.
    const rules = decider as unknown as Decider<unknown, { readonly type: string }, DomainEvent>
    const cell = cells.get(id) ?? { state: rules.initial, version: 0, answers: new Map<string, Answer>() }
    cells.set(id, cell)
    const before = key === undefined ? undefined : cell.answers.get(key)
    if (before !== undefined) return before
    const context = { now, actor: systemActor('test'), id, idempotencyKey: key, version: cell.version }
    const decision = rules.decide(cell.state, command, context)
    if (decision.refused === true) return { refused: true, code: decision.code, figures: decision.figures, version: cell.version }
    for (const event of decision.events) {
      cell.state = rules.evolve(cell.state, event)
      cell.version += 1
      types.push(event.type)
      if (decider.aggregate === 'offer') spread(id, cell, event as OfferEvent)
    }
    const answer: Answer = { reply: decision.reply, version: cell.version, repeated: false }
    if (key !== undefined && decision.events.length > 0) cell.answers.set(key, answer)
    return answer
  }

  function spread(offerId: string, cell: Cell, event: OfferEvent) {
    const offer = cell.state as Offer
    assertSound(offer, now, `${offerId} ${event.type}`)
    // Published by the offer's own hand, in the shape that the reaction reads.
    const facts = publishOffer(event, offer, { id: offerId, version: cell.version }) as PublishedClaim
    const told = newsOf(event.type, facts)
    if (told !== undefined) news.push({ orderId: facts.orderId, command: { type: 'HearClaim', offerId, v: cell.version, news: told } })
  }

  const of = <State>(prefix: string) =>
    new Map([...cells].filter(([id, { state }]) => id.startsWith(prefix) && state !== null).map(([id, { state }]) => [id, state as State]))
  const steps = () =>
    [...of<Order>('ord_')].flatMap(([orderId, order]) => nextSteps(order, orderId).map((step) => ({ orderId, key: step.key, step })))
  const rulesOf = { offer: offerRules, slotbook: slotBookDecider, order: orderRules } as unknown as Record<
    string,
    Decider<never, never, never>
  >
  const ask = (kind: string, id: string, command: { readonly type: string }, key?: string) => {
    const rules = rulesOf[kind]
    if (rules === undefined) throw new Error(`no ${kind} here`)
    return execute(rules, id, command, key)
  }

  return {
    get offers() {
      return of<Offer>('off_')
    },
    get orders() {
      return of<Order>('ord_')
    },
    get books() {
      return of<SlotBook>('slb_')
    },
    types,
    now: () => now,
    pass(ms) {
      now = plusMs(now, ms)
    },
    offer: (id, command) => ask('offer', id, command),
    order: (id, command, key) => ask('order', id, command, key),
    openSteps: steps,
    run(orderId, key, told) {
      const found = steps().find((one) => one.orderId === orderId && one.key === key)
      if (found === undefined) return
      const { step } = found
      const answer = ask(step.to, step.id, step.command, `${orderId}/${step.key}`)
      if (told) ask('order', orderId, step.told(answer), `told/${step.key}`)
    },
    hear(all) {
      for (const one of news.splice(0, all ? news.length : 1)) {
        heard.push(one)
        ask('order', one.orderId, one.command)
      }
    },
    hearAgain(count) {
      news.unshift(...heard.splice(Math.max(heard.length - count, 0)))
    },
    tick() {
      for (const id of of('off_').keys()) ask('offer', id, { type: 'Tick' })
      for (const id of of('ord_').keys()) ask('order', id, { type: 'Tick' })
    },
  }
}
