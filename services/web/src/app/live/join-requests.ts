/** Of a room: what is newer than what we hold, or all, because what we hold is not what is there. */
export type Asked = 'news' | 'all'

/** One message to the gateway: rooms, and what is held of them; nothing held asks for everything. */
export interface JoinRequest {
  readonly rooms: ReadonlyMap<string, Asked>
  readonly have: Readonly<Record<string, number>> | undefined
}

/** Rooms of one message, by contract. */
const MOST_ROOMS = 50
/** Versions of one message: with ids of thirty characters they stay well below what the gateway takes from a client. */
export const MOST_VERSIONS = 5_000

/**
 * The messages that ask for `wanted`. Rooms that are asked for as a whole go apart: any version held, even of another room,
 * makes the gateway answer what is newer. A room with more things than fit is asked for as a whole, too.
 */
export function joinRequests(
  wanted: ReadonlyMap<string, Asked>,
  versionsOf: (room: string) => readonly { readonly id: string; readonly v: number }[],
): readonly JoinRequest[] {
  const requests: { rooms: Map<string, Asked>; have: Record<string, number> | undefined; count: number }[] = []
  for (const [room, asked] of wanted) {
    const held = asked === 'all' ? [] : versionsOf(room)
    const isWhole = asked === 'all' || held.length > MOST_VERSIONS
    let request = requests.find(
      ({ rooms, have, count }) =>
        rooms.size < MOST_ROOMS && (have === undefined) === isWhole && count + (isWhole ? 0 : held.length) <= MOST_VERSIONS,
    )
    if (request === undefined) {
      request = { rooms: new Map(), have: isWhole ? undefined : {}, count: 0 }
      requests.push(request)
    }
    request.rooms.set(room, asked)
    if (request.have === undefined) continue
    for (const { id, v } of held) request.have[id] = v
    request.count += held.length
  }
  return requests
}
