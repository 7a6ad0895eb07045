import { parseArgs } from 'node:util'
import type { Sizes } from './scenarios/scenario.ts'

/** What the command line asks for. */
export interface Asked {
  /** In the order given; all when none is named. */
  readonly names: readonly string[]
  readonly sizes: Sizes
  /** Whether results are kept and the page is made. */
  readonly keep: boolean
}

/** What the figures of the page are made with: five rounds of segments of 2 to 3 s. */
export const WHOLE: Sizes = {
  pairs: 5,
  seconds: 2.5,
  warmUpSeconds: 1.5,
  members: 1_000,
  clients: [32, 128],
  drainRounds: 50,
  spreadLots: 1_000,
  scales: [1_000, 10_000, 100_000],
  sockets: [500, 2_000],
  clickSeconds: 20,
  pipelineEvents: 100_000,
  idleSockets: 500,
}

export const USAGE = `npm run bench -- [S1 S9 …] [options]

  --pairs n       measured rounds of each scenario (default ${WHOLE.pairs})
  --seconds s     of one segment (default ${WHOLE.seconds})
  --rounds n      rounds of S2 (default ${WHOLE.drainRounds})
  --events n      events of S10 (default ${WHOLE.pipelineEvents})
  --million       S4 with 1 000 000 lots as well: ten minutes, 8 GB of memory and 5 GB of disk more
  --no-keep       print only: neither test/bench/results nor docs/guide/performance.md is written

BENCH_NODE_OPTIONS gives options to the Node of the measured services, such as --cpu-prof.
Kafka: KAFKA_BROKERS if set, else the server that infra/servers starts, if it can.`

export class WrongOption extends Error {
  override readonly name = 'WrongOption'
}

const CONFIG = {
  allowPositionals: true,
  options: {
    pairs: { type: 'string' },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    events: { type: 'string' },
    million: { type: 'boolean' },
    'no-keep': { type: 'boolean' },
  },
} as const

/** Throws `WrongOption` naming the option and its rule. */
export function optionsFrom(args: readonly string[]): Asked {
  const { values, positionals } = parsed(args)
  const number = (name: 'pairs' | 'seconds' | 'rounds' | 'events', otherwise: number) => {
    const given = values[name]
    if (given === undefined) return otherwise
    const value = Number(given)
    if (!(value > 0)) throw new WrongOption(`--${name} ${given}: has to be a number above 0`)
    return value
  }
  const seconds = number('seconds', WHOLE.seconds)
  return {
    names: positionals.map((name) => name.toUpperCase()),
    keep: values['no-keep'] !== true,
    sizes: {
      ...WHOLE,
      seconds,
      pairs: number('pairs', WHOLE.pairs),
      warmUpSeconds: Math.min(WHOLE.warmUpSeconds, seconds),
      drainRounds: number('rounds', WHOLE.drainRounds),
      pipelineEvents: number('events', WHOLE.pipelineEvents),
      scales: values.million === true ? [...WHOLE.scales, 1_000_000] : WHOLE.scales,
    },
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ ...CONFIG, args: [...args] })
  } catch (error) {
    throw new WrongOption(error instanceof Error ? error.message : String(error))
  }
}
