import { useSyncExternalStore } from 'react'
import { currentPerson, onPersonChange, type Person } from './token.ts'

export function usePerson(): Person | undefined {
  return useSyncExternalStore(onPersonChange, currentPerson, () => undefined)
}
