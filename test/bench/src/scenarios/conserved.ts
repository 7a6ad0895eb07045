import type { HoldsSegment } from '../load/holds.ts'
import type { UnderLoad } from '../processes/under-load.ts'
import type { Count } from '../report/result.ts'
import { recount } from './recount.ts'

/** What clients were told against what store and log say, once everything is settled. */
export async function conserved(materials: UnderLoad, segments: readonly HoldsSegment[], units: number): Promise<readonly Count[]> {
  const sum = (of: (segment: HoldsSegment) => number) => segments.reduce((total, segment) => total + of(segment), 0)
  const [holds, releases] = [sum((segment) => segment.holds), sum((segment) => segment.releases)]
  const others = sum((segment) => Object.values(segment.others).reduce((total, times) => total + times, 0))
  const found = await recount(materials)
  const named = (name: string) => found.events.get(name) ?? 0
  return [
    { what: 'answers other than success', expected: 0, found: others },
    { what: 'units that are there', expected: units, found: found.received },
    { what: 'units held, of which nobody gave back', expected: holds - releases, found: found.held },
    { what: 'claims on quotas', expected: holds - releases, found: found.claims },
    { what: 'LotHeld events in the log', expected: holds, found: named('LotHeld') },
    { what: 'HoldReleased events in the log', expected: releases, found: named('HoldReleased') },
    { what: 'aggregates with a gap in the log', expected: 0, found: found.brokenSubjects },
    { what: 'keys that a consumer gave up on', expected: 0, found: found.parkedKeys },
  ]
}
