/** How often one socket may ask for something: `perSecond` in the long run, twice as many at once. */
export interface JoinPace {
  /** False: too fast, try again a little later. */
  mayAsk(): boolean
}

export function createJoinPace(perSecond: number, nowMs: () => number = () => performance.now()): JoinPace {
  const most = perSecond * 2
  let left = most
  let at = nowMs()
  return {
    mayAsk() {
      const now = nowMs()
      left = Math.min(most, left + ((now - at) / 1_000) * perSecond)
      at = now
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
