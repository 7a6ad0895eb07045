import { z } from 'zod'

/** A small complete public state of one offer or lot. The highest version wins; it never says who. */
export const stockState = z.object({
  /** `off_…` or `lot_…` */
  id: z.string(),
  /** Version of the aggregate. */
  v: z.int(),
  /** The rooms it belongs to besides its own: `session:<id>`, `depot:<id>`. */
  rooms: z.array(z.string()),
  available: z.int(),
  held: z.int(),
  /** Offers: listed, paused, closed. Lots: future, stocked, in-transit, withdrawn. */
  state: z.string(),
  /** When the next hold of anybody ends, if one does: what comes back, and when. */
  nextExpiryAt: z.string().optional(),
})
export type StockState = z.infer<typeof stockState>

/** What a public room carries: a stock state without its list of rooms. */
export const publicStock = stockState.omit({ rooms: true })
export type PublicStock = z.infer<typeof publicStock>

/** What is left of a state in a room it moved out of (a lot that went to another depot): drop the id from this room. */
export const goneState = z.object({ id: z.string(), v: z.int(), gone: z.literal(true) })

/** `me`: the inbox changed; its version and what is unread. Its id is the word itself. */
export const inboxState = z.object({ id: z.literal('inbox'), v: z.int(), unread: z.int() })

/** `me`: the own rights have version `v` now; a token of a lower one is refused, so fetch a new one. Its id is the word itself. */
export const rightsState = z.object({ id: z.literal('rights'), v: z.int() })

/** `me` and `order:<id>`: something happened to an own order; what it is now is read from the market, whose version is `v`. */
export const ownOrderState = z.object({
  /** `ord_…` */
  id: z.string(),
  v: z.int(),
  kind: z.literal('order'),
  /** The event in kebab case: line-set, line-lost, checkout-failed, order-confirmed… */
  last: z.string(),
})
export type OwnOrderState = z.infer<typeof ownOrderState>

/** `order:<id>`: the order's claim on one offer. `v` is the offer's version at that change, so it only grows. */
export const ownClaimState = z.object({
  /** `off_…` */
  id: z.string(),
  v: z.int(),
  kind: z.literal('claim'),
  orderId: z.string(),
  /** amended: another quantity, all else as it was. */
  state: z.enum(['held', 'pinned', 'confirmed', 'amended', 'released', 'expired']),
  /** Base units. */
  quantity: z.int(),
  expiresAt: z.string().optional(),
})
export type OwnClaimState = z.infer<typeof ownClaimState>

/** `me`: an own hold on a lot. `v` is the lot's version at that change. */
export const ownHoldState = z.object({
  /** `hld_…` */
  id: z.string(),
  v: z.int(),
  kind: z.literal('hold'),
  lotId: z.string(),
  state: z.enum(['held', 'confirmed', 'released', 'cut', 'picked-up']),
  /** Base units that the change was about. */
  quantity: z.int(),
  expiresAt: z.string().optional(),
})
export type OwnHoldState = z.infer<typeof ownHoldState>

/** `me`: an own place in the queue of a lot. `v` is the lot's version at that change. */
export const ownWishState = z.object({
  /** `wsh_…` */
  id: z.string(),
  v: z.int(),
  kind: z.literal('wish'),
  lotId: z.string(),
  state: z.enum(['waiting', 'offered', 'filled', 'closed']),
  /** Base units that the change was about. */
  quantity: z.int(),
  /** Offered: until when. */
  expiresAt: z.string().optional(),
})
export type OwnWishState = z.infer<typeof ownWishState>

/** Anything a room carries: told apart by id and room, merged by id, highest `v` wins. */
export const liveState = z.looseObject({ id: z.string(), v: z.int() })
export type LiveState = z.infer<typeof liveState>

/**
 * Given in the handshake's `auth`: a ticket of `POST /api/live/v1/tickets`, or nothing for public rooms only. A ticket works
 * once, so a client fetches a new one for every connection (socket.io's `auth` as a function). `connect_error` with the
 * message `ticket-invalid` or `invalid` is final until the client calls `connect()` again; every other one is tried again
 * by socket.io itself.
 */
export const handshakeAuth = z.object({ ticket: z.string().max(2_000).optional() })

/** Client → gateway, event `join`. `have` are the versions already held, so that only newer states come. */
export const joinRequest = z.strictObject({
  rooms: z.array(z.string().max(120)).min(1).max(50),
  have: z.record(z.string(), z.int()).optional(),
  epoch: z.string().optional(),
})
export type JoinRequest = z.infer<typeof joinRequest>

/** Client → gateway, event `leave`; acknowledged without a word. */
export const leaveRequest = z.strictObject({ rooms: z.array(z.string().max(120)).min(1).max(200) })

export const roomSnapshot = z.object({
  room: z.string(),
  states: z.array(liveState),
  /** true: these are all there are, forget what you held of the room. false: only what is newer than `have`. */
  full: z.boolean(),
  /** Of the whole room at this moment; empty for private rooms. See `digest.ts`. */
  digest: z.string(),
})

/** Acknowledgement of `join`. A changed epoch means: forget what you hold, the snapshot is everything. */
export const joinReply = z.object({
  epoch: z.string(),
  serverTime: z.string(),
  refused: z.array(z.object({ room: z.string(), code: z.string() })),
  snapshot: z.array(roomSnapshot),
})
export type JoinReply = z.infer<typeof joinReply>

/** Gateway → client, event `states`: everything of one tick for one room. */
export const statesMessage = z.object({ room: z.string(), states: z.array(liveState) })
export type StatesMessage = z.infer<typeof statesMessage>
/** Gateway → client, event `digest`, every 30 s: order-independent hash of `id:v` in the room; a difference means a silent loss → join again without `have`. */
export const digestMessage = z.object({ room: z.string(), digest: z.string(), count: z.int(), epoch: z.string(), serverTime: z.string() })
export type DigestMessage = z.infer<typeof digestMessage>
/** Gateway → client, event `resync`: you were too slow; you are out of the room, join again. */
export const resyncMessage = z.object({ room: z.string() })
export type ResyncMessage = z.infer<typeof resyncMessage>
