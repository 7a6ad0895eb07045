import { CODE_ALPHABET, CODE_LENGTH, checkValueOf } from '@filature/contracts/materials/lot-code'
import { derivedId } from '@filature/kernel/ids'

/** The code on a lot's label, derived from its id: always the same one, 50 bits and a check character. */
export function lotCodeOf(lotId: string): string {
  for (let attempt = 0; ; attempt += 1) {
    const code = derivedId('', 'lot-code', lotId, attempt).slice(0, CODE_LENGTH)
    const check = CODE_ALPHABET[checkValueOf(code)]
    if (check !== undefined) return code + check
  }
}
