import { ALLERGENS } from '@filature/contracts/market/lists'
import type { ProductBody } from '@filature/contracts/market/producer'

/** The declaration as cards show it. `declared`: all 14 were answered. */
export function allergensOf({ allergens }: Pick<ProductBody, 'allergens'>) {
  const declaredAs = (how: string) => ALLERGENS.filter((allergen) => allergens[allergen] === how)
  return {
    contains: declaredAs('contains'),
    traces: declaredAs('traces'),
    declared: ALLERGENS.every((allergen) => allergens[allergen] !== undefined),
  }
}
