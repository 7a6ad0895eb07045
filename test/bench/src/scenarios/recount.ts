import type { UnderLoad } from '../processes/under-load.ts'
import { type LogContent, readLog } from './read-log.ts'

/** What the store and the log say, whoever was told what. */
export interface Recount extends LogContent {
  /** Units in live holds, and units that there are. */
  readonly held: number
  readonly received: number
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

/** Reads the whole log and every lot of a settled library; `bySubject` counts `LotHeld`. */
export async function recount(materials: UnderLoad): Promise<Recount> {
  // One row, whose two columns are sums of whole numbers.
  const { received, held } = materials.file.prepare(SUMS).get() as unknown as Sums
  const claims = materials.file.prepare(CLAIMS).get()?.['claims']
  const content = await readLog(materials.log, 'materials', 'LotHeld')
  return { received, held, claims: Number(claims), parkedKeys: parkedKeysOf(materials), ...content }
}

export function parkedKeysOf({ file }: UnderLoad): number {
  return Number(file.prepare('SELECT count(*) AS keys FROM doc_parked').get()?.['keys'])
}
