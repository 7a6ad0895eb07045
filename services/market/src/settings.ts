import { z } from 'zod'

const count = (fallback: number, most: number, description: string, least = 1) =>
  z.coerce.number().int().min(least).max(most).default(fallback).meta({ description })

/** Environment variables of the market, besides those of every process. */
export const marketEnvironment = z.object({
  MARKET_LINES_PER_ORDER: count(60, 500, 'lines of one order'),
  MARKET_OPEN_BASKETS: count(4, 1_000, 'sessions in which one member may have a basket with held lines'),
  MARKET_HOLDS_PER_MEMBER: count(150, 10_000, 'lines held for one member over all baskets'),
  MARKET_CLAIMS_PER_OFFER: count(5_000, 20_000, 'orders that may hold or have bought of one offer'),
  MARKET_HOLD_COOLDOWN_S: count(60, 3_600, 'seconds before a member may hold again what ran out for them', 0),
  MARKET_LAPSED_BASKETS: count(3, 1_000, 'baskets that may run out within 24 h before the holds of a member get shorter'),
  MARKET_SHORT_HOLD_MIN: count(5, 60, 'minutes of such a shorter hold'),
  MARKET_WARN_BEFORE_S: count(180, 3_600, 'seconds before the end of a hold when the member is told'),
  MARKET_WARN_TOGETHER_S: count(120, 3_600, 'holds ending within this many seconds more are told in the same message', 0),
  MARKET_CHECKOUT_DEADLINE_S: count(60, 600, 'seconds after which a confirmation under way is turned round'),
  MARKET_CHECKOUT_WAIT_MS: count(3_000, 30_000, 'milliseconds that a confirmation is waited for before 202 is answered', 0),
  MARKET_UNPIN_GRACE_S: count(120, 3_600, 'seconds that claims given back by a failed confirmation last at least', 0),
})

export type MarketSettings = z.output<typeof marketEnvironment>
