import { systemActor } from '@filature/kernel/actor'
import type { Accepted, Decision, DecisionContext } from '@filature/kernel/decider'
import { type Instant, parseInstant, plusMs } from '@filature/kernel/instant'
import type { Refusal } from '@filature/kernel/refusal'
import { allClaims, claimOf, endsAt } from '../offers/claim-book.ts'
import { type OfferCommand, offerDecider } from '../offers/decide.ts'
import type { OfferLimits } from '../offers/deciding.ts'
import type { ListOffer } from '../offers/listing.ts'
import type { Claim, Offer, OfferEvent, OfferItem } from '../offers/offer.ts'
import { stockOf } from '../offers/stock.ts'

/** The instant that scenarios count minutes from: the offer opens then. */
export const OPENS: Instant = parseInstant('2030-03-07T19:00:00Z')
export const CLOSES: Instant = parseInstant('2030-03-12T19:00:00Z')
export const LIMITS: OfferLimits = { claimsPerOffer: 5_000, cooldownMs: 60_000, unpinGraceMs: 120_000 }
export const SESSION = 'ses_WED'

const LOAF: OfferItem = {
  productId: 'pro_LOAF',
  variantId: 'var_LOAF',
  name: 'Pain de campagne',
  variantName: '',
  variety: '',
  origin: null,
  qualityClass: '',
  category: 'bread',
  kind: 'processed',
  description: '',
  ingredients: 'farine, eau, sel',
  image: 'pain',
  producerId: 'prd_FOURNIL',
  producerName: 'Le Fournil',
  saleMode: 'unit',
  baseUnit: 'piece',
  displayUnit: 'pièce',
  content: { qty: 1_000, unit: 'g' },
  vatBp: 550,
  stepB: 1,
  minB: 1,
  maxB: 500,
  lowG: null,
  avgG: null,
  highG: null,
  depositC: 0,
  allergens: { contains: ['gluten'], traces: [], declared: true },
  storage: 'dry',
  shelfLifeDays: 4,
  alcoholBp: null,
}

export const CARROTS: Partial<OfferItem> = {
  name: 'Carottes',
  saleMode: 'bulk',
  baseUnit: 'g',
  displayUnit: 'kg',
  content: null,
  stepB: 250,
  minB: 250,
  maxB: 20_000,
}
export const CHICKEN: Partial<OfferItem> = {
  name: 'Poulet',
  saleMode: 'weighed-piece',
  content: null,
  lowG: 1_500,
  avgG: 1_800,
  highG: 2_200,
}

export interface ListingChanges {
  readonly item?: Partial<OfferItem>
  readonly terms?: Partial<Offer['terms']>
  readonly offer?: Partial<ListOffer['listing']>
}

export function listing(allocatedB: number | undefined, { item, terms, offer }: ListingChanges = {}): ListOffer {
  return {
    type: 'ListOffer',
    listing: {
      hubId: 'hub_MILL',
      orgId: 'org_mill',
      sessionId: SESSION,
      pickupDate: '2030-03-13',
      producerOrgId: 'org_fournil',
      item: { ...LOAF, ...item },
      certIds: [],
      terms: { holdMin: 20, maxExtensions: 2, maxHoldMin: 60, membersOnly: false, overrunBp: 1_000, sessionClosesAt: CLOSES, ...terms },
      opensAt: OPENS,
      closesAt: CLOSES,
      mode: 'counted',
      priceC: 450,
      perMemberB: null,
      ...(allocatedB !== undefined && { allocatedB }),
      ...offer,
    },
    leadH: 0,
    firstPickupAt: parseInstant('2030-03-13T17:00:00Z'),
  }
}

export interface OfferScenario {
  readonly offer: () => Offer
  readonly version: () => number
  /** The claim of `ord_<who>`. */
  readonly claim: (who: string) => Claim | undefined
  readonly stock: (at: number) => ReturnType<typeof stockOf>
  /** Decides at so many minutes after the opening and applies what is accepted. */
  when(minutes: number, command: OfferCommand): Decision<OfferEvent>
  /** `when`, for what must be accepted: throws the refusal. */
  given(minutes: number, command: OfferCommand): Accepted<OfferEvent>
  /** `when`, for what must be refused: throws when it is not. */
  refusedAt(minutes: number, command: OfferCommand): Refusal
  set(minutes: number, who: string, qtyB: number): Decision<OfferEvent>
}

export const setLine = (who: string, qtyB: number): OfferCommand => ({
  type: 'SetLine',
  sessionId: SESSION,
  orderId: `ord_${who}`,
  memberId: `mbr_${who}`,
  qtyB,
})

/** An offer listed an hour before it opens. */
export function listedOffer(allocatedB: number, changes: ListingChanges = {}): OfferScenario {
  const decider = offerDecider(LIMITS)
  let state: Offer | null = null
  let version = 0
  const offer = () => {
    if (state === null) throw new Error('no offer yet')
    return state
  }
  const scenario: OfferScenario = {
    offer,
    version: () => version,
    claim: (who) => claimOf(offer().claims, `ord_${who}`),
    stock: (minutes) => stockOf(offer(), at(minutes)),
    when(minutes, command) {
      const decision = decider.decide(state, command, contextAt(at(minutes), version))
      if (decision.refused === true) return decision
      for (const event of decision.events) {
        state = decider.evolve(state, event)
        version += 1
        assertSound(offer(), at(minutes), `${command.type} → ${event.type} (version ${version})`)
      }
      return decision
    },
    given(minutes, command) {
      const decision = scenario.when(minutes, command)
      if (decision.refused === true) throw new Error(`${command.type} was refused: ${decision.code} ${JSON.stringify(decision.figures)}`)
      return decision
    },
    refusedAt(minutes, command) {
      const decision = scenario.when(minutes, command)
      if (decision.refused !== true) throw new Error(`${command.type} was accepted`)
      return decision
    },
    set: (minutes, who, qtyB) => scenario.when(minutes, setLine(who, qtyB)),
  }
  scenario.given(-60, listing(allocatedB, changes))
  return scenario
}

export const at = (minutes: number): Instant => plusMs(OPENS, Math.round(minutes * 60_000))

export function contextAt(now: Instant, version: number): DecisionContext {
  return { now, actor: systemActor('test'), id: 'off_TEST', idempotencyKey: undefined, version }
}

/**
 * I10: the parts make up the allocation and none is negative, at every version; and the sums that the book keeps are those
 * of its claims, counted one by one. Throws naming what does not add up.
 */
export function assertSound(offer: Offer, now: Instant, trace: string): void {
  const { allocatedB, availableB, heldB, pinnedB, confirmedB } = stockOf(offer, now)
  const counted = { held: 0, pinned: 0, confirmed: 0 }
  for (const [, claim] of allClaims(offer.claims)) {
    const end = claim.expiresAt !== undefined && claim.expiresAt >= offer.closesAt ? endsAt(offer) : claim.expiresAt
    if (claim.state !== 'held' || end === undefined || end > now) counted[claim.state] += claim.qtyB
  }
  const adds =
    availableB + heldB + pinnedB + confirmedB === allocatedB &&
    heldB === counted.held &&
    pinnedB === counted.pinned &&
    confirmedB === counted.confirmed &&
    allClaims(offer.claims).length === offer.claims.count
  if (!adds || [availableB, heldB, pinnedB, confirmedB].some((part) => part < 0)) {
    throw new Error(
      `${trace}: ${JSON.stringify({ allocatedB, availableB, heldB, pinnedB, confirmedB, counted, count: offer.claims.count })}`,
    )
  }
}

export const typesOf = (decision: Decision<OfferEvent>): readonly string[] =>
  decision.refused === true ? [`refused: ${decision.code}`] : decision.events.map(({ type }) => type)
