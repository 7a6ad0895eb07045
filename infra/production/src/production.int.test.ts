import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Production, startProduction } from './production.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
/** Embedded engines: processes are what is tried here, and they start fastest on these. */
const QUIET = { ENGINES: 'embedded', PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent', KAFKA_BROKERS: '', MONGODB_URI: '' }
const START_MS = 90_000
const PATIENCE = { timeout: 30_000, interval: 50 }

let folder: string
let place: Production | undefined
let launcher: ChildProcess | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'filature-production-test-'))
})
afterEach(async () => {
  await place?.stop()
  place = undefined
  launcher?.kill('SIGKILL')
  launcher = undefined
  await rm(folder, { recursive: true, force: true })
})

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('one process for each service', () => {
  test(
    'with a gateway in front: all are ready, one that is killed is missed alone and comes back by itself',
    async () => {
      place = await startProduction({ environment: { ...process.env, ...QUIET, DATA_DIR: folder } })
      const { address, demo } = place.facts
      expect(demo?.loadedInMs).toBeGreaterThan(0)
      const pids = place.processes.map(({ pid }) => pid())
      expect(new Set(pids).size).toBe(6)
      const ready = async () => (await (await fetch(`${address}/health/ready`)).json()) as { status: string; away: unknown[] }
      expect(await ready()).toMatchObject({ status: 'ready', away: [] })
      const page = await (await fetch(address, { headers: { Accept: 'text/html' } })).text()
      expect(page).toContain('<!doctype html>')
      const sessions = async () => fetch(`${address}/api/market/v1/sessions?state=open`)
      const before = await (await sessions()).json()

      const market = place.processes.find(({ name }) => name === 'market')
      const pid = market?.pid()
      if (market === undefined || pid === undefined) throw new Error('the market does not run')
      process.kill(pid, 'SIGKILL')
      await expect.poll(() => market.address(), PATIENCE).toBeUndefined()
      const missed = await sessions()
      expect([missed.status, missed.headers.get('Retry-After')]).toEqual([503, '2'])
      expect((await ready()).away).toContainEqual({ service: 'market', what: 'process', reason: 'not running' })
      expect((await fetch(`${address}/api/materials/v1/lots/search`)).status, 'the others go on').toBe(200)

      await expect.poll(async () => (await ready()).status, PATIENCE).toBe('ready')
      expect(market.pid()).not.toBe(pid)
      expect(await (await sessions()).json()).toEqual(before)
      expect(await (await fetch(`${address}/metrics`)).text()).toContain('filature_service_restarts_total{service="market"} 1')
      expect(await (await fetch(`${address}/metrics/market`)).text()).toMatch(/filature_outbox_oldest_ms\{service="market"\} 0/)
    },
    START_MS,
  )

  test(
    'SIGTERM stops them in order, and a launcher that is killed takes them with it',
    async () => {
      for (const [signal, code] of [
        ['SIGTERM', 0],
        ['SIGKILL', null],
      ] as const) {
        const { child, pids } = await startLauncher()
        child.kill(signal)
        expect((await once(child, 'exit'))[0]).toBe(code)
        await expect.poll(() => pids.filter(isAlive), PATIENCE).toEqual([])
      }
    },
    START_MS,
  )

  test('a wrong variable is named by one message, whichever process it is for', async () => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
      env: { PATH: process.env['PATH'], ...QUIET, DATA_DIR: folder, MATERIALS_PERSON_HOLDS: 'many' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', (part: Buffer) => {
      said += part.toString()
    })
    expect((await once(child, 'exit'))[0]).toBe(78)
    expect(said).toContain('MATERIALS_PERSON_HOLDS="many"')
    expect(said.match(/MATERIALS_PERSON_HOLDS/g)).toHaveLength(1)
  })
})

/** The program as a person starts it; resolves when it says that the place is open. */
async function startLauncher() {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: { PATH: process.env['PATH'], ...QUIET, DATA_DIR: folder, DEMO: 'off' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  launcher = child
  let said = ''
  child.stdout.on('data', (part: Buffer) => {
    said += part.toString()
  })
  await expect.poll(() => said, { ...PATIENCE, message: 'the place opens' }).toContain('Ctrl+C stops it')
  const pids = [...(/services {2}(.*)/.exec(said)?.[1] ?? '').matchAll(/\((\d+)\)/g)].map(([, pid]) => Number(pid))
  expect(pids.filter(isAlive)).toHaveLength(6)
  return { child, pids }
}
