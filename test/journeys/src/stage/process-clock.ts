/**
 * Preloaded into the processes of a house that stands in several: their clock is the house's, which tells them of each jump.
 * The service begins when it knows what time it is.
 */
import { systemClock } from '@filature/kernel/clock'
import { type HouseTime, type ProcessClock, processClock } from './house-clock.ts'
import { isClockMessage } from './process-times.ts'

let clock: ProcessClock | undefined
const first = Promise.withResolvers<HouseTime>()

process.on('message', (message) => {
  if (!isClockMessage(message)) return
  clock?.set(message.time)
  first.resolve(message.time)
  process.send?.({ made: message.jump })
})

clock = processClock(await first.promise)
// The one object that every service takes the time from; only tests may put another one in its place.
Object.assign(systemClock, { now: clock.now, wakeAt: clock.wakeAt })
