import type { QueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { onOtherPerson } from './token.ts'

/** First words of the keys of what is the same for everybody. Whatever is not named here goes with the person who read it. */
const EVERYBODYS = new Set<unknown>([
  'demo-accounts',
  'depot',
  'families',
  'mill',
  'offers',
  'place',
  'places',
  'producer',
  'session',
  'sessions',
])

let departures = 0

/** Whoever comes next at this window, or at another one of this browser, finds nothing of the person before. */
export function leaveNothing(queries: QueryClient): void {
  // What one may see depends on who one is; a service that does not answer keeps nobody waiting.
  const readAgain = () => void queries.invalidateQueries()
  onOtherPerson((before) => {
    if (before === undefined) return readAgain()
    departures += 1
    queries.removeQueries({ predicate: ({ queryKey: [first] }) => !EVERYBODYS.has(first) })
    queries.getMutationCache().clear()
    // What is on its way was asked in the name of who has left, and is not answered to anybody any more.
    void queries.cancelQueries().then(readAgain)
  })
}

/** How many people have left this window: a screen that is drawn under this number as its key keeps nothing of the one before. */
export function useDepartures(): number {
  return useSyncExternalStore(onOtherPerson, () => departures)
}
