import { existsSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { LogCorrupt, LogUnavailable, type TopicDefinition, type Warn } from '../port.ts'
import { type Appender, appenderOf } from './appender.ts'
import { type Compactor, compactorOf } from './compactor.ts'
import { type Connection, connect, type Survives } from './connection.ts'
import { type Ends, endsOf } from './ends.ts'
import { messageOf } from './failures.ts'
import { type Groups, groupsOf } from './groups.ts'
import { lagOf, type ReadLag } from './lag.ts'
import type { LocalMember } from './local-member.ts'
import { type Offsets, offsetsOf } from './offsets.ts'
import { thisProcess } from './process-identity.ts'
import { type ReadRecords, readerOf } from './reader.ts'
import { type Rounds, roundsOf } from './rounds.ts'
import { prepareSchema } from './schema.ts'
import { tailOf } from './tail.ts'
import { topicsOf } from './topics.ts'

/** What one handle asks of the file it shares; of several handles the smallest figure counts. */
export interface FileUser {
  readonly pollMs: number
  readonly compactAfter: number
  readonly groupRetentionMs: number
  /** See `SqliteEventLogOptions`. */
  readonly survives: () => Survives
  readonly warn: Warn
}

/** One log file as this process has it open, shared by all its handles: they append together and wake each other. */
export interface LogFile {
  readonly append: Appender['append']
  readonly read: ReadRecords
  readonly ends: Ends
  readonly groups: Groups
  readonly offsets: Offsets
  readonly lag: ReadLag
  define(definitions: readonly TopicDefinition[]): Promise<void>
  ping(): Promise<void>
  enter(local: LocalMember): void
  leave(local: LocalMember): void
  /** Makes the other members of the group in this process look again. */
  groupChanged(group: string, except: LocalMember): void
  /** The last user closes the file. */
  release(user: FileUser): Promise<void>
}

interface OpenFile {
  readonly users: Set<FileUser>
  readonly file: Promise<LogFile>
}

/** By real path, so that every handle of a file in this process is woken by every append in it. */
const openFiles = new Map<string, OpenFile>()

/** Rejects with `LogUnavailable` or `LogCorrupt`, naming the file and what to do. */
export async function shareLogFile(path: string, user: FileUser): Promise<LogFile> {
  const real = realPathOf(path)
  const already = openFiles.get(real)
  if (already !== undefined) {
    already.users.add(user)
    return already.file
  }
  const users = new Set([user])
  const file = openLogFile(real, users)
  openFiles.set(real, { users, file })
  file.catch(() => openFiles.delete(real))
  return file
}

function realPathOf(path: string): string {
  try {
    mkdirSync(dirname(path), { recursive: true })
    return existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path))
  } catch (error) {
    throw new LogUnavailable(
      `${path}: the folder of the event log cannot be made (${messageOf(error)}). Choose another data folder or make it writable.`,
      { cause: error },
    )
  }
}

async function openLogFile(path: string, users: ReadonlySet<FileUser>): Promise<LogFile> {
  // Two, so that offsets and reading have their own cache and statements beside the appends.
  const connections: Connection[] = []
  try {
    const durable = await connect(path, () =>
      [...users].every((user) => user.survives() === 'process-end') ? 'process-end' : 'power-loss',
    )
    connections.push(durable)
    await prepareSchema(durable)
    const quick = await connect(path)
    connections.push(quick)
    return await assemble(path, users, durable, quick)
  } catch (error) {
    await Promise.all(connections.map((connection) => connection.close()))
    throw error
  }
}

async function assemble(path: string, users: ReadonlySet<FileUser>, durable: Connection, quick: Connection): Promise<LogFile> {
  const smallest = (figure: (user: FileUser) => number) => Math.min(...[...users].map(figure))
  // Told once, to whoever opened first: the handles of a process usually share one log of their own.
  const warn: Warn = (message, cause) => [...users][0]?.warn(`${path}: ${message}`, cause)
  const members = new Set<LocalMember>()
  const topics = topicsOf(durable)
  const ends = endsOf(quick)
  const groups = groupsOf(quick, thisProcess())
  const compactor: Compactor = compactorOf(quick, () => smallest((user) => user.compactAfter), warn)
  const tail = tailOf()
  const appender = appenderOf(durable, topics, tail, (growths) => {
    for (const { partition, end } of growths) ends.advance(partition, end)
    compactor.grew(growths)
  })
  const rounds: Rounds = roundsOf({ connection: quick, ends, groups, members, pollMs: () => smallest((user) => user.pollMs), warn })
  const identity = statSync(path).ino
  await groups.forgetUnused(smallest((user) => user.groupRetentionMs))
  await quick.read(() => ends.refresh())

  const readRecords = readerOf(quick, tail)
  let corrupt: LogCorrupt | undefined
  const read: ReadRecords = (...asked) =>
    readRecords(...asked).catch((error: unknown) => {
      if (error instanceof LogCorrupt) corrupt = error
      throw error
    })

  async function ping(): Promise<void> {
    // Damage found while delivering stalls that partition, which must be seen from outside.
    if (corrupt !== undefined) throw corrupt
    // A log removed while in use would take records that nobody ever finds again.
    if (statSync(path, { throwIfNoEntry: false })?.ino !== identity) {
      throw new LogUnavailable(`${path}: the file was removed or replaced while in use. Stop the services, put it back, start again.`)
    }
    await quick.read(() => quick.prepare('SELECT count(*) FROM topic').get())
  }

  const settle = (concerned: (local: LocalMember) => boolean) => {
    for (const local of members) if (concerned(local)) local.settle()
  }

  return {
    append: appender.append,
    read,
    ends,
    groups,
    offsets: offsetsOf(quick),
    lag: lagOf(quick),
    ping,
    async define(definitions) {
      if (!(await topics.define(definitions))) return
      await quick.read(() => ends.refresh())
      settle(() => true)
    },
    enter(local) {
      members.add(local)
      rounds.membersChanged()
    },
    leave(local) {
      members.delete(local)
      rounds.membersChanged()
    },
    groupChanged: (group, except) => settle((local) => local.member.group === group && local !== except),
    async release(user) {
      const open = openFiles.get(path)
      if (open === undefined || !open.users.delete(user) || open.users.size > 0) return
      openFiles.delete(path)
      await appender.idle()
      await compactor.idle()
      await quick.close()
      await durable.close()
    },
  }
}
