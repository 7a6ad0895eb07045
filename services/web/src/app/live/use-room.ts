import { useEffect } from 'react'
import { watchRoom } from './rooms.ts'

/** Watches a room while the component is on screen; undefined watches none. */
export function useRoom(name: string | undefined): void {
  useEffect(() => (name === undefined ? undefined : watchRoom(name)), [name])
}
