import type { MaterialsService } from '@filature/materials/service'
import { demoId } from '../ids.ts'

/** What the loader drives of the materials service. */
export interface MaterialsParts
  extends Pick<MaterialsService['internals'], 'depots' | 'sites' | 'lots' | 'quotas' | 'slips' | 'placeHold'> {
  /** How long a person's hold lasts, in hours: what a hold that counts down now was placed so long ago with. */
  readonly personHoldHours: number
}

export const depotIdOf = (slug: string): string => demoId('dep_', 'depots.csv', slug)
export const siteIdOf = (slug: string): string => demoId('src_', 'source-sites.csv', slug)
export const lotIdOf = (slug: string): string => demoId('lot_', 'lots.csv', slug)
