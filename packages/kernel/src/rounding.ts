/** Rounds half away from zero to an integer: the rule for money and quantities unless a formula says otherwise. */
export function roundHalfAway(value: number): number {
  // The epsilon repairs products such as 1.005 * 100 that fall just below the half in binary.
  const magnitude = Math.round(Math.abs(value) + Number.EPSILON * Math.abs(value))
  return value < 0 && magnitude !== 0 ? -magnitude : magnitude
}

/** `a * b / divisor`, rounded half away from zero, exact for integers of any size that money and mass reach. */
export function mulDivRound(a: number, b: number, divisor: number): number {
  const product = BigInt(a) * BigInt(b)
  const d = BigInt(divisor)
  const negative = product < 0n !== d < 0n
  const p = product < 0n ? -product : product
  const q = d < 0n ? -d : d
  const rounded = (2n * p + q) / (2n * q)
  return Number(negative ? -rounded : rounded)
}
