import type { Aggregate } from '@filature/aggregates/aggregate'
import { civilDateOf } from '@filature/kernel/civil-time'
import type { Instant } from '@filature/kernel/instant'
import type { Lot } from '../lots/lot.ts'
import type { Slip, SlipCommand, SlipFacts } from './slip.ts'

/** What a pick-up's slip is made of, whoever asks for it: the desk at once, or the reaction after a crash. */
export interface HandedOver {
  readonly holdId: string
  readonly memberId: string
  readonly qty: number
  readonly massG: number | null
  readonly priceCents: number | null
  readonly at: Instant
}

export function pickupSlip(lot: Lot, { at, ...handed }: HandedOver): SlipFacts {
  const { depotId, depotCode, name } = lot.place
  const { lotId, code, designation, unit } = lot
  const year = civilDateOf(at).slice(0, 4)
  return { kind: 'BE', depotId, depotCode, depotName: name, year, lotId, code, designation, unit, ...handed }
}

/** How long the desk waits for the number, in milliseconds; it comes anyway. */
const PATIENCE_MS = 2_000

export async function numberOf(slips: Aggregate<Slip | null, SlipCommand>, slipId: string): Promise<string | null> {
  const issued = await slips.until(slipId, (slip) => slip !== null && slip.number !== null, PATIENCE_MS)
  return issued?.state?.number ?? null
}
