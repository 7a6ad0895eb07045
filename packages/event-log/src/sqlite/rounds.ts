import { setTimeout as pause } from 'node:timers/promises'
import type { Warn } from '../port.ts'
import { integer } from './columns.ts'
import type { Connection } from './connection.ts'
import type { Ends } from './ends.ts'
import { isBusy, messageOf } from './failures.ts'
import type { Groups } from './groups.ts'
import type { LocalMember } from './local-member.ts'

/** How often a process looks for members that are gone, in milliseconds. */
const GONE_EVERY_MS = 500
/** Beats per lease: two may fail before the lease is over. */
const BEATS_PER_LEASE = 3

export interface RoundsParts {
  readonly connection: Connection
  readonly ends: Ends
  readonly groups: Groups
  readonly members: ReadonlySet<LocalMember>
  /** Pause between two looks for what other processes did, in milliseconds. */
  pollMs(): number
  readonly warn: Warn
}

/** What one process does for all its members while it has some: sees what other processes did, and keeps the leases. */
export interface Rounds {
  /** Begins or ends with the first and last member. */
  membersChanged(): void
}

export function roundsOf({ connection, ends, groups, members, pollMs, warn }: RoundsParts): Rounds {
  const selectVersion = connection.prepare('PRAGMA data_version')
  const epochs = new Map<string, number>()
  let seenVersion = -1
  let lastBeat = Date.now()
  /** The rounds going on, or undefined; each keeps to its own, so that an end and a new beginning never leave two. */
  let going: { ended: boolean } | undefined

  const settle = (concerned: (group: string) => boolean) => {
    for (const local of members) if (concerned(local.member.group)) local.settle()
  }

  const localGroups = () => [...new Set([...members].map(({ member }) => member.group))]
  const shortestLease = () => Math.min(...[...members].map(({ member }) => member.leaseMs))

  /** One number when nothing happened: the engine counts what other connections wrote. */
  function poll(): void {
    const version = integer(selectVersion.get() ?? {}, 'data_version')
    if (version === seenVersion) return
    if (ends.refresh()) settle(() => true)
    const changed = new Set<string>()
    for (const group of localGroups()) {
      const epoch = groups.epochOf(group)
      if (epoch !== epochs.get(group)) changed.add(group)
      epochs.set(group, epoch)
    }
    settle((group) => changed.has(group))
    seenVersion = version
  }

  async function beat(): Promise<void> {
    const beating = [...members]
    const asked = Date.now()
    if (asked - lastBeat < shortestLease() / BEATS_PER_LEASE) return
    const givenUp = new Set(await groups.beat(beating.map(({ member }) => member)))
    lastBeat = asked
    for (const local of beating) {
      if (givenUp.has(local.member)) local.settle()
      else local.leaseHolds(asked + local.member.leaseMs)
    }
  }

  async function watch(): Promise<void> {
    await beat()
    const withGone = await groups.withGoneMembers(localGroups())
    settle((group) => withGone.has(group))
  }

  /** Pauses and runs `work` in turn until the rounds end. */
  async function repeat(rounds: { readonly ended: boolean }, pauseMs: () => number, trouble: string, work: () => void | Promise<void>) {
    while (!rounds.ended) {
      await pause(pauseMs())
      if (rounds.ended) return
      try {
        await work()
      } catch (error) {
        if (!isBusy(error)) warn(`${trouble}, trying again: ${messageOf(error)}`, error)
      }
    }
  }

  return {
    membersChanged() {
      if (members.size > 0 && going === undefined) {
        going = { ended: false }
        const watchMs = () => Math.min(GONE_EVERY_MS, shortestLease() / BEATS_PER_LEASE)
        void repeat(going, pollMs, 'new records of other processes cannot be seen', poll)
        void repeat(going, watchMs, 'leases cannot be prolonged', watch)
      }
      if (members.size === 0 && going !== undefined) {
        going.ended = true
        going = undefined
      }
    },
  }
}
