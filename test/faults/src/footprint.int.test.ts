import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { killChildren, startChild } from './standalone-child.ts'

const MOST_MB = 180

afterEach(killChildren)

/** As the process itself says it. */
async function residentMb(address: string): Promise<number | undefined> {
  const metrics = await (await fetch(`${address}/metrics`)).text()
  const bytes = /^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]
  return bytes === undefined ? undefined : Number(bytes) / 2 ** 20
}

test('the whole place with its demonstration rests below 180 MB once its start is over', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'filature-footprint-'))
  try {
    const first = startChild({ DATA_DIR: dataDir })
    await first.address
    await first.stop()
    const again = startChild({ DATA_DIR: dataDir })
    const address = await again.address
    await expect.poll(() => residentMb(address), { timeout: 60_000, interval: 250 }).toBeLessThan(MOST_MB)
    await again.stop()
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}, 180_000)
