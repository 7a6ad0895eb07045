/** Everybody tries to get the last units of one lot; whoever is cut off asks again with the same key. */
export interface DrainLoad {
  readonly port: number
  readonly clients: number
  readonly triesPerClient: number
  readonly lotId: string
  readonly name: string
  /** The server's process, which gets SIGKILL in the midst of the requests… */
  readonly pid: number
  /** …after so many answers; then the first reply comes, while the clients go on. */
  readonly killAfter: number
}

export interface DrainOutcome {
  readonly accepted: number
  /** Different holds among them. */
  readonly holds: number
  readonly refused: number
  /** Answers that were neither, by status and code; the clients asked again with the same key. */
  readonly others: Readonly<Record<string, number>>
  /** Requests whose connection was cut or could not be made, and that were sent again. */
  readonly cut: number
  readonly seconds: number
}

/** `tokens` once; then for each round `drain`, answered when the server has been killed, and `finish`, answered after the last one. */
export type DrainRequest = { readonly tokens: readonly string[] } | { readonly drain: DrainLoad } | { readonly finish: true }
