import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forgetTestData, isInProcesses, testEngines } from '@filature/aggregates/testing/engines'
import { parseInstant } from '@filature/kernel/instant'
import { type Caller, callerOf } from './caller.ts'
import type { HouseClock } from './house-clock.ts'
import { type Person, personOf } from './person.ts'
import { inOneProcess, inProcessesOfTheirOwn, type RunningPlace } from './place.ts'

/**
 * The whole product over data of its own, with the demonstration in it: in this process on the embedded engines, or with
 * `SUITES_ON=production` as processes on Kafka and MongoDB.
 */
export interface House {
  /** `http://localhost:41234`; the same after a restart. */
  readonly address: string
  readonly clock: HouseClock
  readonly visitor: Caller
  /** Signs a demonstration account in, once; the same person again after that. */
  person(displayName: string): Promise<Person>
  /** Resolves when every service has done all there is to do. */
  settled(): Promise<void>
  /** The network goes down for everybody at once: every open connection is cut, new ones are served. */
  cutConnections(): void
  /** Stops everything and starts again over the same files: a new epoch for every screen. */
  restart(): Promise<void>
  close(): Promise<void>
}

/** A Friday morning: the week's market has been open for two days and closes in four. Fixed, so that screens are the same every day. */
const OPENED_AT = parseInstant('2026-12-04T09:00:00Z')

const DIST = join(import.meta.dirname, '../../../../services/web/dist/index.html')

/** Many people act from one address; screens learn within a second that the time jumped. */
const SETTINGS = {
  HOST: '127.0.0.1',
  LOG_LEVEL: 'error',
  REQUESTS_PER_MINUTE: '0',
  SIGN_INS_PER_MINUTE: '0',
  LIVE_DIGEST_S: '1',
  LIVE_JOINS_PER_SECOND: '1000',
}

export async function openHouse(settings: Readonly<Record<string, string>> = {}): Promise<House> {
  if (!existsSync(DIST)) throw new Error('services/web/dist is not there: run "npm run build" first')
  const dataDir = await mkdtemp(join(tmpdir(), 'filature-journey-'))
  const { clock, start: startOn } = isInProcesses() ? inProcessesOfTheirOwn(OPENED_AT) : inOneProcess(OPENED_AT)
  const environment = { ...SETTINGS, ...settings, ...testEngines(dataDir).variables, DATA_DIR: dataDir }
  const connections = new Set<Socket>()
  async function start(port: number): Promise<RunningPlace> {
    const place = await startOn({ ...environment, PORT: String(port) })
    place.server.on('connection', (connection: Socket) => {
      connections.add(connection)
      connection.once('close', () => connections.delete(connection))
    })
    return place
  }
  let place: RunningPlace
  try {
    place = await start(0)
  } catch (error) {
    await forgetTestData(dataDir)
    throw error
  }
  const { address } = place
  const people = new Map<string, Promise<Person>>()
  const visitor = callerOf(
    () => address,
    async () => undefined,
  )
  return {
    address,
    clock,
    visitor,
    person(displayName) {
      const known = people.get(displayName) ?? personOf(address, visitor, clock, displayName)
      people.set(displayName, known)
      return known
    },
    settled: () => place.settled(),
    cutConnections() {
      for (const connection of connections) connection.destroy()
    },
    async restart() {
      await place.stop()
      place = await start(place.port)
    },
    async close() {
      await place.stop()
      await forgetTestData(dataDir)
    },
  }
}
