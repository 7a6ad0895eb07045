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

it('is the one on Kafka when brokers are named, and then makes nothing here', async () => {
  const dataDir = join(folder, 'unused')
  const log = await openEventLog({ dataDir, kafkaBrokers: '127.0.0.1:1' })
  await expect(log.ping()).rejects.toThrow(/127\.0\.0\.1:1.*ECONNREFUSED/)
  await log.close()
  expect(existsSync(dataDir)).toBe(false)
})

it('says what is wrong with the name of a broker', async () => {
  await expect(openEventLog({ dataDir: folder, kafkaBrokers: 'localhost' })).rejects.toThrow(/KAFKA_BROKERS.*"localhost".*host:port/)
})
