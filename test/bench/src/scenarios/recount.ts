import { eventName, topicOf } from '@filature/contracts/events/registry'
import type { MaterialsUnderLoad } from '../processes/materials.ts'

/** What the store and the log say, whoever was told what. */
export interface Recount {
  /** Units in live holds, and units that there are. */
  readonly held: number
  readonly received: number
  /** Events in the log by name. */
  readonly events: ReadonlyMap<string, number>
  /** `LotHeld` by lot. */
  readonly heldEvents: ReadonlyMap<string, number>
  /** Subjects whose sequences have a gap. Repeats are no fault: the log is delivered at least once. */
  readonly brokenSubjects: number
  /** Claims on the quotas of holders. */
  readonly claims: number
  /** Keys whose events a consumer gave up on. */
  readonly parkedKeys: number
}

interface Sums {
  readonly received: number
  readonly held: number
}

/** Every lot as it lies in the file. */
const SUMS = `
  SELECT
    sum(json_extract(document, '$.received') - json_extract(document, '$.out') - json_extract(document, '$.lost')) AS received,
    sum((SELECT coalesce(sum(json_extract(hold.value, '$.qty')), 0) FROM json_each(document, '$.holds') AS hold)) AS held
  FROM doc_lot`

const CLAIMS = "SELECT coalesce(sum((SELECT count(*) FROM json_each(document, '$.claims'))), 0) AS claims FROM doc_quota"

/** Reads the whole log and every lot of a settled library. */
export async function recount(materials: MaterialsUnderLoad): Promise<Recount> {
  // One row, whose two columns are sums of whole numbers.
  const { received, held } = materials.file.prepare(SUMS).get() as unknown as Sums
  const claims = materials.file.prepare(CLAIMS).get()?.['claims']
  const parked = materials.file.prepare('SELECT count(*) AS keys FROM doc_parked').get()?.['keys']
  return { received, held, claims: Number(claims), parkedKeys: Number(parked), ...(await readLog(materials)) }
}

async function readLog({ log }: MaterialsUnderLoad) {
  const events = new Map<string, number>()
  const last = new Map<string, number>()
  const heldEvents = new Map<string, number>()
  const broken = new Set<string>()
  const group = `bench.recount.${process.pid}.${performance.now()}`
  const reading = log.subscribe({ topics: [topicOf('materials')], group, from: 'beginning', batch: 2_000 }, async (records) => {
    for (const { event } of records) {
      if (event === null) continue
      const name = eventName(event.type)
      const before = last.get(event.subject) ?? 0
      // Delivered at least once: a crash between append and mark repeats events, and consumers tell by the sequence.
      if (event.sequence <= before) continue
      if (event.sequence !== before + 1) broken.add(event.subject)
      last.set(event.subject, event.sequence)
      events.set(name, (events.get(name) ?? 0) + 1)
      if (name === 'LotHeld') heldEvents.set(event.subject, (heldEvents.get(event.subject) ?? 0) + 1)
    }
  })
  await reading.ready
  while ((await log.lag(group)).some(({ behind }) => behind > 0)) await new Promise((resolve) => setTimeout(resolve, 20))
  await reading.stop()
  return { events, heldEvents, brokenSubjects: broken.size }
}
