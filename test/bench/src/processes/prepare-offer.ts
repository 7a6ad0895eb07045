import { openEventLog } from '@filature/event-log/open'
import { systemActor } from '@filature/kernel/actor'
import { systemClock } from '@filature/kernel/clock'
import { DAY, HOUR, plusMs } from '@filature/kernel/instant'
import { buildMarket } from '@filature/market/service'
import { sessionIdOf } from '@filature/market/sessions/session'
import { marketEnvironment } from '@filature/market/settings'
import { FOURNIL, HUB, hub, LOAF, POINT, producers } from '@filature/market/testing/samples'
import { tokenSigner } from '@filature/service-kit/testing/token-signer'
import { openStore } from '@filature/store/open'

const actor = systemActor('bench')
const PRODUCT_ID = 'pro_bench'
const LISTING = { productId: PRODUCT_ID, mode: 'counted' } as const

/** Opens a sale that began an hour ago and goes on for two days, with one offer of so many pieces, through the market's commands. */
export async function prepareOffer(dataDir: string, units: number): Promise<{ readonly sessionId: string; readonly offerId: string }> {
  const survives = () => 'process-end' as const
  const store = await openStore({ service: 'market', dataDir, survives })
  const log = await openEventLog({ dataDir, survives })
  const service = buildMarket({ store, log, clock: systemClock, tokens: tokenSigner().check, settings: marketEnvironment.parse({}) })
  await service.start()
  const { market, scheduleSession, publishProduct, listProduct, runtime } = service.internals
  const now = systemClock.now()
  const pickupDate = plusMs(now, 3 * DAY).slice(0, 10)
  const sessionId = sessionIdOf(HUB, pickupDate)
  const producer = producers[FOURNIL]
  if (producer === undefined) throw new Error('the samples lack the baker')
  const session = {
    hubId: HUB,
    pickupDate,
    opensAt: plusMs(now, -HOUR),
    closesAt: plusMs(now, 2 * DAY),
    pointIds: [POINT],
    producers: [{ producerId: FOURNIL }],
  }
  await accepted(market.hubs.execute(HUB, { type: 'OpenHub', hub }, { actor }))
  await accepted(market.producers.execute(FOURNIL, { type: 'PublishProducer', producer }, { actor }))
  await accepted(scheduleSession(market, sessionId, session, { actor }))
  await accepted(publishProduct(market, PRODUCT_ID, LOAF, { actor }))
  // What opens a sale is its timer.
  await runtime.runTimers()
  const { offerId, answer } = await listProduct(market, sessionId, { ...LISTING, allocatedB: units }, { actor })
  await accepted(answer)
  await runtime.settled()
  await service.stop()
  await log.close()
  await store.close()
  return { sessionId, offerId }
}

interface Given {
  readonly refused?: boolean
  readonly code?: string
  readonly figures?: unknown
}

async function accepted(answer: Promise<Given> | Given): Promise<void> {
  const { refused, code, figures } = await answer
  if (refused === true) throw new Error(`the sale could not be prepared: ${code} ${JSON.stringify(figures)}`)
}
