import type { ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { HouseTime } from './house-clock.ts'

/** Arguments of Node that put a process on the house's time. */
export const ON_HOUSE_TIME = ['--import', fileURLToPath(new URL('./process-clock.ts', import.meta.url))]

interface ClockMessage {
  /** Numbered, so that it is known which one was made. */
  readonly jump: number
  readonly time: HouseTime
}

export function isClockMessage(message: unknown): message is ClockMessage {
  return typeof message === 'object' && message !== null && 'jump' in message && 'time' in message
}

/** Keeps the processes of a house on one time. */
export interface ProcessTimes {
  /** A process that was started on house time learns what time it is, and follows from now on. */
  add(child: ChildProcess, time: HouseTime): void
  /** Resolves when every process that still runs has made the jump. */
  jump(time: HouseTime): Promise<void>
}

export function processTimes(): ProcessTimes {
  const children = new Set<ChildProcess>()
  let jumps = 0

  function tell(child: ChildProcess, message: ClockMessage): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        child.off('message', hear)
        child.off('exit', settle)
        resolve()
      }
      const hear = (answer: unknown) => {
        if (typeof answer === 'object' && answer !== null && 'made' in answer && answer.made === message.jump) settle()
      }
      child.on('message', hear)
      child.on('exit', settle)
      // One that is going away needs no time any more.
      child.send(message, (error) => error !== null && settle())
    })
  }

  return {
    add(child, time) {
      children.add(child)
      child.once('exit', () => children.delete(child))
      jumps += 1
      void tell(child, { jump: jumps, time })
    },
    async jump(time) {
      jumps += 1
      const message = { jump: jumps, time }
      await Promise.all([...children].map((child) => tell(child, message)))
    },
  }
}
