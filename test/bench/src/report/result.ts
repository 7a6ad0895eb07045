/** One figure of a scenario. */
export interface Line {
  readonly what: string
  readonly figure: string
  /** The figure the project set itself; printed, never a reason to fail: machines differ. */
  readonly goal?: string
  readonly reached?: boolean
}

/** A count that allows no tolerance. */
export interface Count {
  readonly what: string
  readonly expected: number | string
  readonly found: number | string
}

export interface ScenarioResult {
  /** `S1` */
  readonly id: string
  readonly title: string
  /** The shape of the load in one or two sentences, limits that were opened included. */
  readonly load: string
  readonly lines: readonly Line[]
  readonly counts: readonly Count[]
  /** What was measured, segment by segment, for whoever wants to compute again. */
  readonly segments?: unknown
}

export const isExact = ({ expected, found }: Count): boolean => expected === found
