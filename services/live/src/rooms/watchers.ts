import type { Wire } from '../frames/wire.ts'

/** One socket that watches rooms. */
export interface Watcher {
  readonly wire: Wire
  /** Whom its ticket was made for; undefined: nobody in particular. */
  readonly memberId: string | undefined
  /** The session the ticket was made in. */
  readonly sessionId: string | undefined
  /** Keys of the rooms it is in. */
  readonly rooms: Set<string>
}

/** Who watches what. */
export interface Watchers {
  join(watcher: Watcher, room: string): void
  leave(watcher: Watcher, room: string): void
  leaveAll(watcher: Watcher): void
  of(room: string): ReadonlySet<Watcher>
  /** Rooms with somebody in them. */
  rooms(): Iterable<string>
  roomCount(): number
}

const NOBODY: ReadonlySet<Watcher> = new Set()

export function createWatchers(): Watchers {
  const byRoom = new Map<string, Set<Watcher>>()

  function leave(watcher: Watcher, room: string) {
    watcher.rooms.delete(room)
    const members = byRoom.get(room)
    if (members?.delete(watcher) === true && members.size === 0) byRoom.delete(room)
  }

  return {
    join(watcher, room) {
      const members = byRoom.get(room) ?? new Set()
      byRoom.set(room, members.add(watcher))
      watcher.rooms.add(room)
    },
    leave,
    leaveAll(watcher) {
      for (const room of [...watcher.rooms]) leave(watcher, room)
    },
    of: (room) => byRoom.get(room) ?? NOBODY,
    rooms: () => byRoom.keys(),
    roomCount: () => byRoom.size,
  }
}
