import type { HoldsSegment } from '../load/holds.ts'
import { interleave } from '../measure/interleave.ts'
import { ratioOf, spreadOf } from '../measure/ratio.ts'
import { openIdentity } from '../processes/identity.ts'
import { openHotOffer } from '../processes/market.ts'
import type { Count, Line } from '../report/result.ts'
import { plain } from '../report/words.ts'
import { openGroupCommit } from './group-commit.ts'
import { holdAndSettle, holdsPerSecond, linesOfHolds, type MeasuredHolds, startHoldsLoader } from './holding.ts'
import { readLog } from './read-log.ts'
import { parkedKeysOf } from './recount.ts'
import type { Scenario } from './scenario.ts'

const UNITS = 100_000

/** S1 in the market: a line in the basket holds the stock, so this is what the opening of a sale is like. */
export const hotOffer: Scenario = {
  id: 'S1M',
  title: 'hot offer: everybody puts a piece of one offer into the basket',
  async run(sizes) {
    const identity = await openIdentity()
    const { market, sessionId, offerId } = await openHotOffer(identity, UNITS)
    const loader = await startHoldsLoader(identity.tokens(sizes.members))
    const groupCommit = await openGroupCommit()
    const lines: Line[] = []
    const ours: MeasuredHolds[] = []
    const bySize: Record<string, unknown> = {}
    for (const clients of sizes.clients) {
      const segments = await interleave<MeasuredHolds>(
        [
          {
            name: 'filature',
            async segment(seconds) {
              const segment = await holdAndSettle(loader, market, { clients, seconds, target: { kind: 'offer', sessionId, offerId } })
              ours.push(segment)
              return segment
            },
          },
          groupCommit.contender(clients),
        ],
        sizes,
      )
      const of = (name: string) => segments.get(name) ?? []
      const rates = (name: string) => of(name).map(holdsPerSecond)
      const from = `${clients} clients`
      lines.push(
        plain(`${from}: / SQLite with group commit, no HTTP`, ratioOf(rates('filature'), rates('groupCommit'))),
        plain(`${from}: lines held/s, each taken out again with a second request`, spreadOf(rates('filature'))),
        ...linesOfHolds(from, of('filature')),
      )
      bySize[from] = Object.fromEntries(segments)
    }
    const counts = await countsOf(market, ours)
    await loader.end()
    await groupCommit.end()
    await market.close()
    identity.stop()
    return {
      id: hotOffer.id,
      title: hotOffer.title,
      load:
        'As S1 on the market: each client sets the line to one piece and then to none. Baskets and the offer are aggregates of their own. ' +
        'Limits are out of the way: REQUESTS_PER_MINUTE=0, and no cool-down after a hold, MARKET_HOLD_COOLDOWN_S=0.',
      lines,
      counts,
      segments: bySize,
    }
  },
}

interface Stock {
  readonly allocated: number
  readonly held: number
}

const STOCK = "SELECT json_extract(document, '$.allocatedB') AS allocated, json_extract(document, '$.claims.heldB') AS held FROM doc_offer"

async function countsOf(market: Awaited<ReturnType<typeof openHotOffer>>['market'], segments: readonly HoldsSegment[]): Promise<Count[]> {
  const sum = (of: (segment: HoldsSegment) => number) => segments.reduce((total, segment) => total + of(segment), 0)
  const [holds, releases] = [sum((segment) => segment.holds), sum((segment) => segment.releases)]
  const others = sum((segment) => Object.values(segment.others).reduce((total, times) => total + times, 0))
  // The market of this scenario has one offer, whose two figures are whole numbers.
  const { allocated, held } = market.file.prepare(STOCK).get() as unknown as Stock
  const { events, brokenSubjects } = await readLog(market.log, 'market', 'StockHeld')
  return [
    { what: 'answers other than success', expected: 0, found: others },
    { what: 'pieces that are there', expected: UNITS, found: allocated },
    { what: 'pieces held, of which nobody gave back', expected: holds - releases, found: held },
    { what: 'StockHeld events in the log', expected: holds, found: events.get('StockHeld') ?? 0 },
    { what: 'ClaimReleased events in the log', expected: releases, found: events.get('ClaimReleased') ?? 0 },
    { what: 'aggregates with a gap in the log', expected: 0, found: brokenSubjects },
    { what: 'keys that a consumer gave up on', expected: 0, found: parkedKeysOf(market) },
  ]
}
