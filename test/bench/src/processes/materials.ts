import { fileURLToPath } from 'node:url'
import { startChild } from './child.ts'
import type { BenchIdentity } from './identity.ts'
import type { LotsToPrepare } from './prepare-lots.ts'
import { openUnderLoad, type UnderLoad } from './under-load.ts'

const PREPARE = fileURLToPath(new URL('./prepare-lots-process.ts', import.meta.url))
const MAIN = fileURLToPath(new URL('../../../../services/materials/src/main.ts', import.meta.url))

/** Limits out of the way of a load test; everything else is as it comes. The page says so. */
export const OPEN_LIMITS = {
  REQUESTS_PER_MINUTE: '0',
  MATERIALS_HOLDS_PER_LOT: '10000',
  MATERIALS_PERSON_HOLDS: '1000000',
  MATERIALS_PERSON_KG: '1000000',
}

/** For people who want to know what was measured. */
export const openLimitsInWords = (): string =>
  Object.entries(OPEN_LIMITS)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ')

export interface MaterialsOptions {
  readonly identity: BenchIdentity
  readonly lots: number
  /** Units of each lot. */
  readonly units: number
  /** Beside the open limits. */
  readonly environment?: Readonly<Record<string, string>>
}

/** The write path without what it is there for: each command is a commit of its own, and the next waits for it. */
export const ONE_AT_A_TIME = { WRITE_COMMANDS_PER_COMMIT: '1', WRITE_AGGREGATES_PER_COMMIT: '1', WRITE_COMMITS_IN_FLIGHT: '1' }

/** A process holds every lot in its search index; Node's own limit is too low for a million of them. */
const MANY_LOTS = 300_000
const ROOM_FOR_MANY = '--max-old-space-size=12288'

/** The materials library with numbered lots. */
export function openMaterials({ identity, lots, units, environment }: MaterialsOptions): Promise<UnderLoad> {
  const isLarge = lots > MANY_LOTS
  return openUnderLoad({
    service: 'materials',
    main: MAIN,
    environment: { ...OPEN_LIMITS, ...environment, IDENTITY_URL: identity.url, ...(isLarge && { NODE_OPTIONS: ROOM_FOR_MANY }) },
    groups: ['materials.holds', 'materials.hold-history'],
    async prepare(dataDir) {
      const preparer = startChild(PREPARE, [], isLarge ? [ROOM_FOR_MANY] : [])
      await preparer.ask({ dataDir, count: lots, units } satisfies LotsToPrepare)
      await preparer.kill()
    },
  })
}
