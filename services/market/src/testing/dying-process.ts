import type { Store } from '@filature/store/port'
import { openSale, saleClock } from './open-market.ts'
import { CARROTS, CHICKEN, LOAF } from './samples.ts'

/**
 * Run as a process of its own: a market that kills itself in the middle, as `kill -9` would. `DIES_AFTER` names the event and
 * how many of them are written before it dies; the write is durable, nothing after it happens.
 */
const [eventName = '', count = '1'] = (process.env['DIES_AFTER'] ?? '').split(':')
const dataDir = process.env['MARKET_TEST_DIR']
if (dataDir === undefined) throw new Error('MARKET_TEST_DIR names the folder of this market')

let written = 0

/** Dies by SIGKILL as soon as the write that contains the event is durable: before the answer, the relay, the next step. */
const dying = (store: Store): Store => ({
  ...store,
  async commit(operations) {
    const outcomes = await store.commit(operations)
    for (const operation of operations) {
      if (operation.kind === 'write') written += operation.events.filter(({ type }) => type === `market.${eventName}.v1`).length
    }
    if (written >= Number(count)) {
      process.kill(process.pid, 'SIGKILL')
      await new Promise(() => {})
    }
    return outcomes
  },
})

const sale = await openSale({ dataDir, clock: saleClock(), around: dying })
const offers = [
  await sale.sell(LOAF, { allocatedB: 8 }),
  await sale.sell(CARROTS, { allocatedB: 8_000 }),
  await sale.sell(CHICKEN, { allocatedB: 8 }),
]
for (const [index, offerId] of offers.entries()) await sale.setLine('mbr_anne', offerId, [2, 500, 1][index] ?? 1, `line-key-${index}`)
await sale.confirm('mbr_anne', {}, 'confirm-key')
// Whoever gets here was to die and did not.
process.exit(3)
