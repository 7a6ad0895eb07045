import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { forgetTestData, openTestLog, testEngines } from '@filature/aggregates/testing/engines'
import { STOCK_TOPIC } from '@filature/contracts/events/registry'
import type { EventLog } from '@filature/event-log/port'
import { systemClock } from '@filature/kernel/clock'
import { freePort } from '@filature/kernel/testing/free-port'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openScreen, type Screen } from './testing/screen.ts'

let dataDir: string
let log: EventLog
let running: ChildProcess | undefined
let screen: Screen | undefined

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'filature-live-kill-'))
  log = await openTestLog(dataDir)
  await log.define([{ name: STOCK_TOPIC, partitions: 4, compacted: true }])
})
afterEach(async () => {
  screen?.close()
  running?.kill('SIGKILL')
  await log.close()
  await forgetTestData(dataDir)
})

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

/** Starts the gateway as a process; resolves with its port once it says that it listens. */
async function startProcess(port: number): Promise<number> {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, ...testEngines(dataDir).variables, DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running = child
  let said = ''
  for await (const chunk of child.stdout) {
    said += String(chunk)
    const found = /:(\d+)\n/.exec(said)?.[1]
    if (found !== undefined) return Number(found)
  }
  throw new Error(`the gateway ended before it listened: ${said}`)
}

const publish = (v: number) =>
  log.append(
    Array.from({ length: 200 }, (_, at) => {
      const id = `off_${at}`
      const data = { id, v, rooms: ['session:ses_1'], available: 10, held: v, state: 'listed' }
      return {
        topic: STOCK_TOPIC,
        key: id,
        event: {
          id: `${id}/${v}`,
          type: 'market.StockState.v1',
          source: 'market',
          subject: id,
          time: systemClock.now(),
          sequence: v,
          data,
        },
      }
    }),
  )

const allAt = (v: number) => {
  const states = [...(screen?.room('session:ses_1').values() ?? [])]
  return states.length === 200 && states.every((state) => state.v === v)
}

test('a gateway that is killed and started again knows everything, and its screens find back by themselves', async () => {
  await publish(1)
  const port = await startProcess(await freePort())
  screen = await openScreen(`http://127.0.0.1:${port}`)
  await screen.join('session:ses_1')
  expect(allAt(1)).toBe(true)
  await publish(2)
  await screen.until(() => allAt(2))
  running?.kill('SIGKILL')
  if (running !== undefined) await once(running, 'exit')
  await publish(3)
  await startProcess(port)
  await screen.until(() => allAt(3))
  expect(screen.replies.at(-1)?.snapshot[0]).toMatchObject({ full: true })
  expect(new Set(screen.replies.map(({ epoch }) => epoch)).size).toBe(2)
}, 120_000)
