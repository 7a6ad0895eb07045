import type { planFutureLotBody, receiveLotBody } from '@filature/contracts/materials/commands'
import type { z } from 'zod'
import { type Depot, placeOf } from '../depots/depot.ts'
import { present } from '../edge/options.ts'
import { type SourceSite, sourceFor } from '../sites/site.ts'
import type { LotIntake } from './commands.ts'

type Body = z.output<typeof receiveLotBody> | z.output<typeof planFutureLotBody>

/** A clerk's entry with the facts of depot and site that decisions about the lot rest on. */
export function intakeFrom(body: Body, depot: Depot, site: SourceSite | undefined): LotIntake {
  const {
    depotId: _depot,
    siteId: _site,
    mass,
    grade,
    locationId,
    madeYear,
    wasteCode,
    pemdLine,
    ...rest
  } = present({ ...body, window: undefined })
  return {
    ...rest,
    mass: mass ?? null,
    grade: grade ?? null,
    locationId: locationId ?? null,
    madeYear: madeYear ?? null,
    wasteCode: wasteCode ?? null,
    pemdLine: pemdLine ?? null,
    place: placeOf(depot),
    wasteLicence: depot.wasteLicence !== null,
    source: site === undefined ? null : sourceFor(site, depot.geo),
  }
}
