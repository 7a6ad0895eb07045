import { openEventLog } from '@filature/event-log/open'
import { systemActor } from '@filature/kernel/actor'
import { systemClock } from '@filature/kernel/clock'
import { placeOf } from '@filature/materials/depots/depot'
import { buildMaterials, type MaterialsService } from '@filature/materials/service'
import { defaultMaterialsSettings } from '@filature/materials/settings'
import { DOORS } from '@filature/materials/testing/samples'
import { openDepot } from '@filature/materials/testing/stocked'
import { tokenSigner } from '@filature/service-kit/testing/token-signer'
import { openStore } from '@filature/store/open'
import { lotIdOf } from '../load/holds.ts'

/** Commands that are on their way at the same time. */
const AT_ONCE = 512

export const DEPOT_ID = 'dep_A'

export interface LotsToPrepare {
  readonly dataDir: string
  readonly count: number
  /** Of each lot. */
  readonly units: number
}

/** Puts lots into an empty data folder, through the library's own commands. */
export async function prepareLots({ dataDir, count, units }: LotsToPrepare): Promise<void> {
  // A preparation that a power cut undoes is made again, so the disk is spared here, and only here.
  const survives = () => 'process-end' as const
  const store = await openStore({ service: 'materials', dataDir, survives })
  const log = await openEventLog({ dataDir, survives })
  const tokens = tokenSigner().check
  const errors: unknown[] = []
  const onError = (error: unknown) => errors.push(error)
  const service = buildMaterials({ store, log, clock: systemClock, tokens, settings: defaultMaterialsSettings(), onError })
  await service.start()
  await stock(service, count, units)
  await service.internals.settled()
  await service.stop()
  await log.close()
  await store.close()
  if (errors.length > 0) throw new AggregateError(errors, 'the lots could not be prepared')
}

async function stock({ internals }: MaterialsService, count: number, units: number): Promise<void> {
  const depot = await openDepot(internals, DEPOT_ID)
  const lot = { ...DOORS, qty: units, mass: { method: 'measured', totalG: units * 100 } as const, place: placeOf(depot) }
  const actor = systemActor('bench')
  let next = 0
  async function one() {
    while (next < count) {
      const lotId = lotIdOf(next)
      next += 1
      for (const command of [{ type: 'ReceiveLot', lot, depositId: null } as const, { type: 'PublishLot', restricted: false } as const]) {
        const answer = await internals.lots.execute(lotId, command, { actor })
        if (answer.refused === true) throw new Error(`${command.type} of ${lotId}: ${answer.code} ${JSON.stringify(answer.figures)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
}
