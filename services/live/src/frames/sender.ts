import type { ResyncMessage } from '@filature/contracts/live/messages'
import { wireName } from '../rooms/room-name.ts'
import type { Watcher, Watchers } from '../rooms/watchers.ts'
import { encodeFrame, type Frame } from './frame.ts'

export interface SenderFigures {
  /** Frames handed to sockets. */
  readonly frames: number
  /** Rooms that sockets were told to join again, because they were too slow. */
  readonly resyncs: number
}

/** Sends one frame to all in a room, and shows the door to those who cannot keep up. */
export interface Sender {
  toRoom(room: string, frame: Frame): void
  figures(): SenderFigures
}

export function createSender(watchers: Watchers, slowBytes: number): Sender {
  let frames = 0
  let resyncs = 0

  /** Out of all its rooms, so that nothing more is buffered for it; it comes back when it has read this. */
  function tellToResync(watcher: Watcher) {
    for (const room of watcher.rooms) {
      watcher.wire.send(encodeFrame('resync', { room: wireName(room) } satisfies ResyncMessage))
      resyncs += 1
    }
    watchers.leaveAll(watcher)
  }

  return {
    toRoom(room, frame) {
      for (const watcher of watchers.of(room)) {
        if (watcher.wire.unsentBytes() > slowBytes) {
          tellToResync(watcher)
          continue
        }
        watcher.wire.send(frame)
        frames += 1
      }
    },
    figures: () => ({ frames, resyncs }),
  }
}
