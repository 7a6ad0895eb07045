import { fileURLToPath } from 'node:url'
import type { BenchIdentity } from './identity.ts'
import { prepareOffer } from './prepare-offer.ts'
import { openUnderLoad, type UnderLoad } from './under-load.ts'

const MAIN = fileURLToPath(new URL('../../../../services/market/src/main.ts', import.meta.url))

/** Baskets that are emptied and filled again all the time meet no cool-down. */
const ENVIRONMENT = { REQUESTS_PER_MINUTE: '0', MARKET_HOLD_COOLDOWN_S: '0' }

export interface HotOffer {
  readonly market: UnderLoad
  readonly sessionId: string
  readonly offerId: string
}

/** The market in the middle of a sale, with one offer of so many pieces. */
export async function openHotOffer(identity: BenchIdentity, units: number): Promise<HotOffer> {
  let offer: Awaited<ReturnType<typeof prepareOffer>> | undefined
  const market = await openUnderLoad({
    service: 'market',
    main: MAIN,
    environment: { ...ENVIRONMENT, IDENTITY_URL: identity.url },
    groups: ['market.orders', 'market.offer-cards', 'market.habits', 'market.regulars'],
    async prepare(dataDir) {
      offer = await prepareOffer(dataDir, units)
    },
  })
  if (offer === undefined) throw new Error('the offer was not prepared')
  return { market, ...offer }
}
