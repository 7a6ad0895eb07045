import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { openEventLog } from './open.ts'

const folder = mkdtempSync(join(tmpdir(), 'filature-open-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('keeps the embedded log in the data folder, which it makes', async () => {
  const dataDir = join(folder, 'new', 'data')
  const log = await openEventLog({ dataDir, kafkaBrokers: '' })
  await log.ping()
  expect(existsSync(join(dataDir, 'log.sqlite'))).toBe(true)
  await log.close()
})

it('says that brokers cannot be used yet, and makes nothing', async () => {
  const dataDir = join(folder, 'unused')
  await expect(openEventLog({ dataDir, kafkaBrokers: 'broker:9092' })).rejects.toThrow(/KAFKA_BROKERS.*Unset/)
  expect(existsSync(dataDir)).toBe(false)
})
