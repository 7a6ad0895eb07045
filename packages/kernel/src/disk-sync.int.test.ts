import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { diskSync } from './disk-sync.ts'

describe('waiting for the disk', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'filature-disk-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('who asks during a round waits for the next one, all of them for the same', async () => {
    const file = join(folder, 'written')
    await writeFile(file, 'before')
    const disk = diskSync(file)
    const order: string[] = []
    const note = (name: string) => (round: Promise<void>) => round.then(() => order.push(name))
    const first = disk.synced()
    const [second, third] = [disk.synced(), disk.synced()]
    expect(second).toBe(third)
    expect(second).not.toBe(first)
    await Promise.all([note('second')(second), note('first')(first)])
    expect(order).toEqual(['first', 'second'])
    await disk.synced()
    await disk.close()
  })

  test('a disk that failed once is not believed again', async () => {
    const file = join(folder, 'not-there')
    const disk = diskSync(file)
    await expect(disk.synced()).rejects.toMatchObject({ code: 'ENOENT' })
    await writeFile(file, 'too late')
    await expect(disk.synced()).rejects.toMatchObject({ code: 'ENOENT' })
    await disk.close()
  })
})
