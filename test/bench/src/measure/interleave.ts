/** One of those that are measured against each other. */
export interface Contender<Segment> {
  readonly name: string
  /** Loads it for so many seconds and says what happened. */
  segment(seconds: number): Promise<Segment>
}

export interface Pace {
  /** Measured rounds; in each every contender has one segment. */
  readonly pairs: number
  /** Of one segment. */
  readonly seconds: number
  /** Of the segment before the measured ones, which is thrown away. */
  readonly warmUpSeconds: number
}

/**
 * Short segments in turn, so that whatever else the machine does meets all contenders alike; every second round runs
 * backwards, so that none always comes after the same one. The result holds the segments of each contender, round by round.
 */
export async function interleave<Segment>(
  contenders: readonly Contender<Segment>[],
  { pairs, seconds, warmUpSeconds }: Pace,
): Promise<ReadonlyMap<string, readonly Segment[]>> {
  const segments = new Map<string, Segment[]>(contenders.map(({ name }) => [name, []]))
  for (const contender of contenders) await contender.segment(warmUpSeconds)
  for (let pair = 0; pair < pairs; pair += 1) {
    const order = pair % 2 === 0 ? contenders : [...contenders].reverse()
    for (const contender of order) segments.get(contender.name)?.push(await contender.segment(seconds))
  }
  return segments
}
