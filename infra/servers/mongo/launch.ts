/** How one kind of server is started. */
export interface Launch {
  readonly name: string
  /** `undefined`: the server tells it. */
  readonly version: string | undefined
  /** The command that serves `dataDir`, a folder that exists, on the port of this machine. */
  command(place: Place): readonly string[]
  /** What the first start on a new folder needs besides. */
  prepare?(uri: string): Promise<void>
}

export interface Place {
  readonly port: number
  readonly dataDir: string
  /** Whether every acknowledged write has to outlive the death of the server. */
  readonly survivesKill: boolean
}
