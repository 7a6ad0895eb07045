/** Lists that a screen shows, apart from the schemas, so that a browser can have them without a validator. */
export const GRADES = ['A', 'B', 'C', 'D', 'E'] as const
export const PRICE_MODES = ['free', 'solidarity', 'fixed', 'points', 'quote'] as const
