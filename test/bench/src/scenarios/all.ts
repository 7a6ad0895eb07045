import { reserveHot } from './s01-reserve-hot.ts'
import { hotOffer } from './s01m-hot-offer.ts'
import { reserveDrain } from './s02-reserve-drain.ts'
import { reserveSpread } from './s03-reserve-spread.ts'
import { reserveScale } from './s04-reserve-scale.ts'
import { fanOut } from './s07-fan-out.ts'
import { clickToScreen } from './s09-click-to-screen.ts'
import { pipeline } from './s10-pipeline.ts'
import { footprint } from './s14-footprint.ts'
import type { Scenario } from './scenario.ts'

/** In the order of their numbers. */
export const SCENARIOS: readonly Scenario[] = [
  reserveHot,
  hotOffer,
  reserveDrain,
  reserveSpread,
  reserveScale,
  fanOut,
  clickToScreen,
  pipeline,
  footprint,
]
