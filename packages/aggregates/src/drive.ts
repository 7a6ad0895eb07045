import { systemActor } from '@filature/kernel/actor'
import type { Aggregate } from './aggregate.ts'
import { isPassing } from './answer.ts'
import type { AnyCommand } from './any-decider.ts'
import type { ProcessManager } from './process.ts'

export interface DriverOptions {
  readonly process: Pick<ProcessManager<unknown, AnyCommand, never>, 'aggregate' | 'next'>
  readonly self: Aggregate<unknown, AnyCommand>
  readonly aggregateNamed: (name: string) => Aggregate<unknown, AnyCommand>
  readonly onError?: (error: unknown) => void
}

export interface Driver {
  /** Carries out what the state asks for until it asks for nothing. Safe to call at any time, from any process. */
  drive(id: string, state?: unknown): Promise<void>
  /** Nothing is carried out now. */
  isIdle(): boolean
  stop(): Promise<void>
}

export function processDriver(options: DriverOptions): Driver {
  const { process, self } = options
  const actor = systemActor(process.aggregate)
  const driving = new Map<string, Promise<void>>()
  /** What was committed during a run: it may have read the state just before that. */
  const newer = new Map<string, unknown>()
  let stopped = false

  async function runUntilQuiet(id: string, given: unknown) {
    try {
      await run(id, given)
      while (newer.has(id) && !stopped) {
        const state = newer.get(id)
        newer.delete(id)
        await run(id, state)
      }
    } catch (error) {
      options.onError?.(error)
    }
    // In the same turn as the last look at `newer`, so that nobody is sent to a run that is over.
    newer.delete(id)
    driving.delete(id)
  }

  async function run(id: string, given: unknown) {
    let state = given ?? (await self.read(id))?.state
    while (state !== undefined && !stopped) {
      const steps = process.next(state, id)
      if (steps.length === 0) return
      const told = await Promise.all(
        steps.map(async (step) => {
          const causationId = `${id}/${step.key}`
          const answer = await options
            .aggregateNamed(step.to)
            .execute(step.id, step.command, { actor, idempotencyKey: causationId, correlationId: id, causationId })
          if (isPassing(answer)) return false
          const heard = await self.execute(id, step.told(answer), {
            actor,
            idempotencyKey: `told/${step.key}`,
            correlationId: id,
            causationId,
          })
          return !isPassing(heard)
        }),
      )
      // The rest comes with the row's own due instant: a process with open steps is always due again soon.
      if (told.includes(false)) return
      const before = state
      state = (await self.read(id))?.state
      if (JSON.stringify(before) === JSON.stringify(state)) {
        throw new Error(`process ${process.aggregate} ${id} does not advance after ${steps.map(({ key }) => key).join(', ')}`)
      }
    }
  }

  return {
    drive(id, state) {
      const current = driving.get(id)
      if (current !== undefined) {
        newer.set(id, state)
        return current
      }
      const started = runUntilQuiet(id, state)
      driving.set(id, started)
      return started
    },
    isIdle: () => driving.size === 0,
    async stop() {
      stopped = true
      await Promise.allSettled(driving.values())
    },
  }
}
