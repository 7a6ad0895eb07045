/** Factors are decimal strings held as integers of 1e-9, so that every figure is the same on every machine and for ever. */
export const SCALE = 1_000_000_000n

const DECIMAL = /^-?\d+(\.\d{1,9})?$/

/** `0.26950416` → 269504160n. Undefined unless it is a plain decimal with at most nine places. */
export function decimal(text: string): bigint | undefined {
  if (!DECIMAL.test(text)) return undefined
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const scaled = BigInt(whole) * SCALE + BigInt(fraction.padEnd(9, '0'))
  return text.startsWith('-') ? -scaled : scaled
}

/** `numerator / divisor`, rounded half away from zero; `divisor` is positive. */
export function divideRound(numerator: bigint, divisor: bigint): number {
  const magnitude = numerator < 0n ? -numerator : numerator
  const rounded = (2n * magnitude + divisor) / (2n * divisor)
  return Number(numerator < 0n ? -rounded : rounded)
}
