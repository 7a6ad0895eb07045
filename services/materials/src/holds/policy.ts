/** How holds behave on every lot (specification, materials 3.4). The settings give the numbers. */
export interface HoldPolicy {
  readonly extensionMs: number
  /** How often one hold may be extended. */
  readonly extensionsMost: number
  /** Live holds on one lot; the next is refused as `lot-busy`. */
  readonly holdsPerLot: number
  /** How long a lot stays closed to a holder whose own hold of it ran out. */
  readonly cooldownMs: number
  /** How long before its end the holder is told, longest first. */
  readonly warnBeforeMs: readonly number[]
  /** How long an offer to somebody who waits stands. */
  readonly offerMs: number
  /** So many may wait for one lot; the next is refused as `wish-limit`. */
  readonly waitersPerLot: number
  /** How long somebody waits at most. */
  readonly wishMs: number
}
