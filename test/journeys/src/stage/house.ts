import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseInstant } from '@filature/kernel/instant'
import { type Standalone, startStandalone } from '@filature/standalone/standalone'
import { type Caller, callerOf } from './caller.ts'
import { type HouseClock, houseClock } from './house-clock.ts'
import { type Person, personOf } from './person.ts'

/** The whole product in this process, over files of its own, with the demonstration in it. */
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
export const OPENED_AT = parseInstant('2026-12-04T09:00:00Z')

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
  const clock = houseClock(OPENED_AT)
  const start = (port: number) =>
    startStandalone({ environment: { ...SETTINGS, ...settings, DATA_DIR: dataDir, PORT: String(port) }, clock })
  const connections = new Set<Socket>()
  const remember = ({ server }: Standalone) =>
    server.on('connection', (connection) => {
      connections.add(connection)
      connection.once('close', () => connections.delete(connection))
    })
  let standalone: Standalone
  try {
    standalone = await start(0)
    remember(standalone)
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true })
    throw error
  }
  const { address } = standalone.facts
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
    settled: () => standalone.settled(),
    cutConnections() {
      for (const connection of connections) connection.destroy()
    },
    async restart() {
      await standalone.stop()
      standalone = await start(standalone.port)
      remember(standalone)
    },
    async close() {
      await standalone.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
