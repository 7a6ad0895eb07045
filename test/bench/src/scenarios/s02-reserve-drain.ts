import { fileURLToPath } from 'node:url'
import { seeded } from '../load/choose.ts'
import type { DrainOutcome, DrainRequest } from '../load/drain.ts'
import { lotIdOf } from '../load/holds.ts'
import { spreadOf } from '../measure/ratio.ts'
import { startChild } from '../processes/child.ts'
import { openIdentity } from '../processes/identity.ts'
import { openMaterials } from '../processes/materials.ts'
import type { UnderLoad } from '../processes/under-load.ts'
import type { Count } from '../report/result.ts'
import { plain } from '../report/words.ts'
import { recount } from './recount.ts'
import type { Scenario } from './scenario.ts'

const LOAD = fileURLToPath(new URL('../load/drain-process.ts', import.meta.url))
const UNITS = 500
const CLIENTS = 32
const TRIES = 40
const REFUSED = CLIENTS * TRIES - UNITS
const SEED = 2

/** A lot that is fought for to its last unit, while the server is killed. */
export const reserveDrain: Scenario = {
  id: 'S2',
  title: 'reserve-drain: a lot is held to its last unit, with kill -9 in every round',
  async run({ drainRounds, members }) {
    const identity = await openIdentity()
    const materials = await openMaterials({ identity, lots: drainRounds, units: UNITS })
    const load = startChild(LOAD)
    const ask = <Answer>(request: DrainRequest) => load.ask<Answer>(request)
    await ask({ tokens: identity.tokens(members) })
    const random = seeded(SEED)
    const rounds: DrainOutcome[] = []
    for (let round = 0; round < drainRounds; round += 1) {
      // Anywhere in the round but at its very ends.
      const killAfter = 1 + Math.floor(random() * (CLIENTS * TRIES * 0.9))
      const { pid, port } = materials.process()
      await ask({
        drain: {
          port,
          pid,
          clients: CLIENTS,
          triesPerClient: TRIES,
          lotId: lotIdOf(round),
          name: `round${process.pid}-${round}`,
          killAfter,
        },
      })
      await materials.restart()
      rounds.push(await ask<DrainOutcome>({ finish: true }))
    }
    await materials.settled()
    const counts = [...countsOf(rounds), ...(await recounted(materials, drainRounds))]
    await load.kill()
    await materials.close()
    identity.stop()
    return {
      id: reserveDrain.id,
      title: reserveDrain.title,
      load:
        `${drainRounds} rounds: ${CLIENTS} clients try ${TRIES} times each to hold one of ${UNITS} units; at a random moment the server gets SIGKILL and is ` +
        'started again; clients whose connection is cut repeat the request with the same Idempotency-Key.',
      lines: [
        errorsLine(rounds),
        plain('requests sent again after a cut, per round', spreadOf(rounds.map(({ cut }) => cut))),
        plain('seconds of a round, restart included', spreadOf(rounds.map(({ seconds }) => seconds))),
      ],
      counts,
      segments: rounds,
    }
  },
}

function errorsLine(rounds: readonly DrainOutcome[]) {
  const others = rounds.flatMap((round) => Object.entries(round.others))
  const total = others.reduce((sum, [, times]) => sum + times, 0)
  const words = [...new Set(others.map(([what]) => what))].join(', ')
  return {
    what: 'answers other than success and "sold out"',
    figure: total === 0 ? '0' : `${total} (${words})`,
    goal: '0',
    reached: total === 0,
  }
}

/** As the clients heard it. */
function countsOf(rounds: readonly DrainOutcome[]): Count[] {
  const every = (what: string, expected: number, of: (round: DrainOutcome) => number): Count => ({
    what: `${what}, in each of ${rounds.length} rounds`,
    expected,
    found: [...new Set(rounds.map(of))].length === 1 ? of(rounds[0] as DrainOutcome) : rounds.map(of).join(' '),
  })
  return [
    { what: 'rounds in which the kill cut off requests', expected: rounds.length, found: rounds.filter(({ cut }) => cut > 0).length },
    every('accepted', UNITS, ({ accepted }) => accepted),
    every('different holds among them', UNITS, ({ holds }) => holds),
    every('refused as sold out', REFUSED, ({ refused }) => refused),
  ]
}

/** As store and log have it. */
async function recounted(materials: UnderLoad, lots: number): Promise<Count[]> {
  const found = await recount(materials)
  const perLot = Array.from({ length: lots }, (_, number) => found.bySubject.get(lotIdOf(number)) ?? 0)
  return [
    { what: 'units held at the end', expected: lots * UNITS, found: found.held },
    { what: 'claims on quotas at the end', expected: lots * UNITS, found: found.claims },
    { what: 'LotHeld events in the log', expected: lots * UNITS, found: found.events.get('LotHeld') ?? 0 },
    { what: `lots with exactly ${UNITS} LotHeld events`, expected: lots, found: perLot.filter((events) => events === UNITS).length },
    { what: 'aggregates with a gap in the log', expected: 0, found: found.brokenSubjects },
    { what: 'keys that a consumer gave up on', expected: 0, found: found.parkedKeys },
  ]
}
