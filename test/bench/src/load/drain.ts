/** Everybody tries to get the last units of one lot; whoever is cut off asks again with the same key. */
export interface DrainLoad {
  readonly port: number
  readonly clients: number
  readonly triesPerClient: number
  readonly lotId: string
  readonly name: string
  /** Answers after which the first reply comes, while the clients go on. */
  readonly tellAfter: number
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

/** `tokens` once; then for each round `drain`, answered after `tellAfter` answers, and `finish`, answered after the last one. */
export type DrainRequest = { readonly tokens: readonly string[] } | { readonly drain: DrainLoad } | { readonly finish: true }
