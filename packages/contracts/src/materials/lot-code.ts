/** Crockford's base 32: no I, L, O, U, so that a code can be read aloud and typed from a label. */
export const CODE_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Characters before the check character. */
export const CODE_LENGTH = 10

/**
 * Crockford's check value of a code: the number modulo 37. It finds every wrong character and every swap of two. Values
 * from 32 would need signs that a URL or a hand scanner garbles, so codes that lead to one are never given out.
 */
export function checkValueOf(code: string): number {
  let rest = 0
  for (const character of code) rest = (rest * 32 + CODE_ALPHABET.indexOf(character)) % 37
  return rest
}

/**
 * Reads a lot code as people write it: any case, with or without hyphens and spaces, O for 0, I and L for 1. Undefined
 * when it is no code or its check character does not fit.
 */
export function readLotCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  if (code.length !== CODE_LENGTH + 1 || [...code].some((character) => !CODE_ALPHABET.includes(character))) return undefined
  return CODE_ALPHABET[checkValueOf(code.slice(0, CODE_LENGTH))] === code[CODE_LENGTH] ? code : undefined
}

/** `7K2M94QX1A5` → `7K2M-94QX-1A5`, as labels and screens show it. */
export function showLotCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`
}
