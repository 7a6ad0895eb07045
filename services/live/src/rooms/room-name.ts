/** A room as a client names it, understood. `key` is what the gateway files it under. */
export type Room =
  | { readonly audience: 'everyone'; readonly key: string }
  | { readonly audience: 'self'; readonly kind: 'me' }
  | { readonly audience: 'self'; readonly kind: 'order'; readonly orderId: string; readonly key: string }

/** The board of all lots. */
export const LOTS_ROOM = 'lots'

const PUBLIC_ROOM = /^(?:session|lot|depot):[\w-]{1,80}$/
const ORDER_ROOM = /^order:([\w-]{1,80})$/

/** Undefined for names that no room has. */
export function roomNamed(name: string): Room | undefined {
  if (name === LOTS_ROOM || PUBLIC_ROOM.test(name)) return { audience: 'everyone', key: name }
  if (name === 'me') return { audience: 'self', kind: 'me' }
  const orderId = ORDER_ROOM.exec(name)?.[1]
  return orderId === undefined ? undefined : { audience: 'self', kind: 'order', orderId, key: orderRoom(orderId) }
}

export const isPublicRoom = (name: string): boolean => roomNamed(name)?.audience === 'everyone'

/** Cannot be asked for by name: a client's `me` becomes its own. */
export const memberRoom = (memberId: string): string => `me:${memberId}`
export const orderRoom = (orderId: string): string => `order:${orderId}`

/** What the room is called on the wire. */
export const wireName = (key: string): string => (key.startsWith('me:') ? 'me' : key)
