import type { Warn } from '../port.ts'
import { createSignal } from '../signal.ts'
import { BrokerRefusal, CODE, messageOf } from './failures.ts'
import type { Member } from './member.ts'
import { BROKER_PAUSES, backoffOf } from './patience.ts'
import { troubleWith } from './trouble.ts'

export interface LeaseParts {
  readonly member: Pick<Member, 'beat'>
  readonly group: string
  /** For so many milliseconds after a sign of life, the group counts on the member. */
  readonly sessionMs: number
  readonly everyMs: number
  readonly finished: AbortSignal
  readonly warn: Warn
  /** The group divides anew, or counts on the member no longer. */
  onChange(): void
}

/** A member's hold on its partitions, prolonged by signs of life. */
export interface Lease {
  /** Gives signs of life until finished, and while the brokers are away as often as may be. */
  keep(): Promise<void>
  /**
   * Whether the partitions are still the member's: known without asking while the lease lasts, which it does not after a pause
   * of the whole process. Rejects when it cannot be known now.
   */
  holds(): Promise<boolean>
  isLost(): boolean
  lose(): void
}

export function leaseOf({ member, group, sessionMs, everyMs, finished, warn, onChange }: LeaseParts): Lease {
  // Wall-clock time, because it goes on while a machine sleeps. Asked before the first delivery, too: joining takes its time.
  let until = Number.NEGATIVE_INFINITY
  let lost = false
  let beating: Promise<void> | undefined
  const wake = createSignal()
  finished.addEventListener('abort', wake.raise)

  function lose(): void {
    lost = true
    onChange()
  }

  async function beatOnce(): Promise<void> {
    const asked = Date.now()
    const code = await member.beat()
    if (code === CODE.UNKNOWN_MEMBER || code === CODE.ILLEGAL_GENERATION) return lose()
    if (code !== CODE.NONE && code !== CODE.REBALANCING) throw new BrokerRefusal(code, 'sign of life')
    until = asked + sessionMs
    if (code === CODE.REBALANCING) onChange()
  }

  function beat(): Promise<void> {
    beating ??= beatOnce().finally(() => {
      beating = undefined
    })
    return beating
  }

  return {
    async keep() {
      const backoff = backoffOf(BROKER_PAUSES)
      const trouble = troubleWith(warn)
      let pauseMs = everyMs
      while (!finished.aborted && !lost) {
        await wake.wait(pauseMs)
        if (finished.aborted || lost) return
        try {
          await beat()
          backoff.reset()
          trouble.over()
          pauseMs = everyMs
        } catch (error) {
          if (!finished.aborted)
            trouble.tell(`group ${group}: the brokers do not hear this member, trying again: ${messageOf(error)}`, error)
          pauseMs = Math.min(everyMs, backoff.next())
        }
      }
    },
    async holds() {
      if (!lost && Date.now() >= until) await beat()
      return !lost
    },
    isLost: () => lost,
    lose() {
      lose()
      wake.raise()
    },
  }
}
