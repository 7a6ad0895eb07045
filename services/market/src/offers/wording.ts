/** A quantity as refusals say it, the same in every language: `3`, `250 g`, `2500 g`. Screens format their own from the figure. */
export function amountOf(quantityB: number, baseUnit: string): string {
  return baseUnit === 'piece' ? String(quantityB) : `${quantityB}\u00a0${baseUnit}`
}
