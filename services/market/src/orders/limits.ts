import { SECOND } from '@filature/kernel/instant'
import type { MarketSettings } from '../settings.ts'

/** Caps and times of orders. */
export interface OrderLimits {
  readonly linesPerOrder: number
  /** A member is told this long before a hold ends. */
  readonly warnBeforeMs: number
  /** Holds that end within this much after the first warned one are told together. */
  readonly warnTogetherMs: number
  /** A confirmation that has not passed its point of no return by then is turned round. */
  readonly checkoutDeadlineMs: number
}

export const orderLimits = (settings: MarketSettings): OrderLimits => ({
  linesPerOrder: settings.MARKET_LINES_PER_ORDER,
  warnBeforeMs: settings.MARKET_WARN_BEFORE_S * SECOND,
  warnTogetherMs: settings.MARKET_WARN_TOGETHER_S * SECOND,
  checkoutDeadlineMs: settings.MARKET_CHECKOUT_DEADLINE_S * SECOND,
})
