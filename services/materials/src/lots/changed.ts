import type { EdgePorts } from '../edge/ports.ts'
import { stockOf } from './availability.ts'

/** What a command on a lot answers: the lot as it is now, enough to draw it again. */
export async function lotChanged({ lots }: Pick<EdgePorts, 'lots'>, lotId: string) {
  const read = await lots.read(lotId)
  if (read?.state == null) throw new Error(`lot ${lotId} was changed and is not there`)
  const { code, publication, blocks, at } = read.state
  const { available, held } = stockOf(read.state, at)
  return { body: { lotId, code, version: read.version, publication, available, held, blocks: [...blocks] }, version: read.version }
}
