import type { SessionView } from '@filature/contracts/market/session'

export interface Choice {
  readonly pointId: string | undefined
  readonly slotId: string | undefined
}

const nameOf = (sessionId: string) => `filature.checkout.${sessionId}`

/** Kept by this tab, so that a page read again in the middle asks nothing twice. */
export function rememberChoice(sessionId: string, choice: Choice): void {
  try {
    sessionStorage.setItem(nameOf(sessionId), JSON.stringify(choice))
  } catch {
    // Storage is full or forbidden: then one chooses again.
  }
}

/** What was chosen before, as far as there is still room; undefined when nothing was. */
export function choiceBefore({ id, points }: Pick<SessionView, 'id' | 'points'>): Choice | undefined {
  const before = readChoice(id)
  const point = points.find((one) => one.id === before?.pointId && one.slots.some(({ free }) => free > 0))
  if (point === undefined) return undefined
  return { pointId: point.id, slotId: point.slots.find((slot) => slot.id === before?.slotId && slot.free > 0)?.id }
}

function readChoice(sessionId: string): { readonly pointId?: unknown; readonly slotId?: unknown } | undefined {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(nameOf(sessionId)) ?? 'null')
    return typeof read === 'object' && read !== null ? read : undefined
  } catch {
    return undefined
  }
}
