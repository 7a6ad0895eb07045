/** How a server is spoken to: socket.io with a join, or plain frames that need no word. */
export type Dialect = 'socket.io' | 'plain'

export interface WatchOptions {
  readonly port: number
  readonly dialect: Dialect
  /** With the query that the dialect needs. */
  readonly path: string
  readonly room: string
  readonly sockets: number
  /** `every`: no version of an id may be missing. `newest`: they may only grow. */
  readonly versions: 'every' | 'newest'
}

/** One frame that all sockets got, and when the last of them had it. */
export interface SeenFrame {
  readonly states: readonly (readonly [id: string, version: number])[]
  /** Milliseconds of the machine's clock that all processes share, see `machineMs`. */
  readonly allAt: number
}

/** What went wrong at the sockets. */
export interface WatchFaults {
  /** Frames that were not the next one of the order in which the first socket got them. */
  readonly unlike: number
  /** Versions that were missing or came too early or twice. */
  readonly outOfOrder: number
  readonly resyncs: number
  readonly closed: number
}

/**
 * `open` once. `until`: answered when every socket has seen so many changes since the opening. `frames`: those seen by all since
 * the last time this was asked. `faults`: all so far.
 */
export type WatchRequest =
  | { readonly open: WatchOptions }
  | { readonly until: number }
  | { readonly frames: true }
  | { readonly faults: true }
  | { readonly cpu: true }

/** The monotonic clock, which is the same for all processes of a machine, in milliseconds. */
export const machineMs = (): number => Number(process.hrtime.bigint()) / 1_000_000
