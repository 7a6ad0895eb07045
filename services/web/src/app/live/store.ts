import { useSyncExternalStore } from 'react'

/** What the gateways tell: small complete states, the highest version wins. Rows subscribe by id. */
export interface LiveState {
  readonly id: string
  readonly v: number
  readonly [field: string]: unknown
}

const states = new Map<string, LiveState>()
const rowListeners = new Map<string, Set<() => void>>()
let dirty = new Set<string>()
let frame: number | undefined

/** Applied once per frame: twenty changes redraw twenty rows, once. */
export function apply(received: readonly LiveState[]): void {
  for (const state of received) if (state.v > (states.get(state.id)?.v ?? -1)) put(state)
  redraw()
}

/** Also where that is older than what we hold. */
export function setTo(told: readonly LiveState[]): void {
  for (const state of told) if (state.v !== states.get(state.id)?.v) put(state)
  redraw()
}

function put(state: LiveState): void {
  states.set(state.id, state)
  dirty.add(state.id)
}

/** What we hold says nothing any more. */
export function forget(ids: Iterable<string>): void {
  for (const id of ids) if (states.delete(id)) dirty.add(id)
  redraw()
}

/** The same, but for what a row on screen still shows: there the last that was known is better than something older. */
export function forgetUnseen(ids: Iterable<string>): void {
  for (const id of ids) if (!rowListeners.has(id)) states.delete(id)
}

function redraw(): void {
  if (dirty.size === 0 || frame !== undefined) return
  const flush = () => {
    frame = undefined
    const changed = dirty
    dirty = new Set()
    for (const id of changed) for (const listener of rowListeners.get(id) ?? []) listener()
  }
  // A hidden tab has no frames; its rows still must be right when one comes back.
  frame = document.hidden ? window.setTimeout(flush, 50) : requestAnimationFrame(flush)
}

export const versionOf = (id: string): number | undefined => states.get(id)?.v

/** The live state of one thing, or undefined until something newer than the page's own data arrived. */
export function useLive<State extends LiveState>(id: string): State | undefined {
  return useSyncExternalStore(
    (listener) => {
      const listeners = rowListeners.get(id) ?? new Set()
      rowListeners.set(id, listeners.add(listener))
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) rowListeners.delete(id)
      }
    },
    // Each caller names the shape its room promises in contracts/live.
    () => states.get(id) as State | undefined,
  )
}
