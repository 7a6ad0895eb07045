import type { ChildProcess } from 'node:child_process'
import type { Server } from 'node:http'
import type { Instant } from '@filature/kernel/instant'
import { startProduction } from '@filature/production/production'
import { startStandalone } from '@filature/standalone/standalone'
import { type HouseClock, houseClock } from './house-clock.ts'
import { ON_HOUSE_TIME, processTimes } from './process-times.ts'
import { settledByMetrics } from './settled.ts'

/** The product as it runs, whichever way. */
export interface RunningPlace {
  readonly address: string
  readonly port: number
  /** What people's connections end at. */
  readonly server: Server
  /** Resolves when every service has done all there is to do. */
  settled(): Promise<void>
  stop(): Promise<void>
}

/** A way to run the product, with the clock that all of it lives by. */
export interface WayToRun {
  readonly clock: HouseClock
  start(environment: Readonly<Record<string, string>>): Promise<RunningPlace>
}

/** All services in this process. */
export function inOneProcess(openedAt: Instant): WayToRun {
  const clock = houseClock(openedAt)
  return {
    clock,
    async start(environment) {
      const standalone = await startStandalone({ environment, clock })
      const { facts, port, server } = standalone
      return { address: facts.address, port, server, settled: standalone.settled, stop: standalone.stop }
    },
  }
}

/** Each service in a process of its own, and the gateway in this one. */
export function inProcessesOfTheirOwn(openedAt: Instant): WayToRun {
  const times = processTimes()
  const clock = houseClock(openedAt, times.jump)
  const onProcess = (_name: string, child: ChildProcess) => times.add(child, clock.time())
  return {
    clock,
    async start(environment) {
      const given = { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'], ENGINES: 'embedded' }
      const { facts, port, server, stop } = await startProduction({
        environment: { ...given, ...environment },
        nodeArguments: ON_HOUSE_TIME,
        onProcess,
      })
      return { address: facts.address, port, server, settled: () => settledByMetrics(facts.address), stop }
    },
  }
}
