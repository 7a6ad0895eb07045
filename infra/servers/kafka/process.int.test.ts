import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { listens } from '../ports.ts'
import { isRequired } from '../required.ts'
import { areJarsThere } from './jars.ts'

const START_MS = 300_000

describe('a Kafka server in a process of its own', () => {
  if (!isRequired('kafka') && !areJarsThere()) {
    test.skip('no Kafka: run `npm run servers` once, which fetches one (Java 17 and Maven); REQUIRE_SUITES=kafka makes this a failure', () => {})
    return
  }

  test('ends with the process that started it, also when that is killed', { timeout: START_MS }, async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'filature-kafka-'))
    const child = fork(new URL('./process.ts', import.meta.url), [JSON.stringify({ dataDir, fastAs: 'it starts' })], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    const [{ brokers }] = await once(child, 'message')
    const port = Number(String(brokers).split(':')[1])
    expect(await listens(port, 1_000)).toBe(true)
    const dead = once(child, 'exit')
    child.kill('SIGKILL')
    await dead
    while (await listens(port, 1)) await pause(10)
    await rm(dataDir, { recursive: true })
  })
})
