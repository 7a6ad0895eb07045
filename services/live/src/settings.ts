import { z } from 'zod'

const count = (fallback: number, most: number, description: string, least = 1) =>
  z.coerce.number().int().min(least).max(most).default(fallback).meta({ description })

/** Environment variables of the live gateway. */
export const liveEnvironment = z.object({
  LIVE_TICK_MS: count(25, 1_000, 'changes of one room within this many milliseconds leave in one frame'),
  LIVE_DIGEST_S: count(30, 3_600, 'seconds between two digests of a room'),
  LIVE_ORIGINS: z
    .string()
    .default('')
    .meta({ description: 'origins that may open a socket besides the own host, comma separated, https://app.example.org' }),
  LIVE_TICKET_SECRET: z
    .string()
    .min(32)
    .optional()
    .meta({ description: 'signs socket tickets; needed, and the same everywhere, as soon as there is more than one gateway' }),
  LIVE_TICKET_S: count(30, 300, 'seconds that a socket ticket lasts'),
  LIVE_ROOMS_PER_SOCKET: count(200, 10_000, 'rooms that one socket may be in'),
  LIVE_JOINS_PER_SECOND: count(10, 1_000, 'join and leave messages of one socket per second; twice as many at once'),
  LIVE_SOCKETS: count(20_000, 1_000_000, 'sockets of one gateway'),
  LIVE_PAYLOAD_BYTES: count(
    262_144,
    1_048_576,
    'largest message of a client; a larger one ends its socket; who comes back names up to 5,000 versions, of 40 bytes each',
    1_024,
  ),
  LIVE_STATES_PER_ROOM: count(5_000, 100_000, 'a room with more states cannot be joined as a whole'),
  LIVE_SLOW_BYTES: count(262_144, 67_108_864, 'a socket with more bytes unsent is told to resync and skipped until it does', 1_024),
})

export type LiveSettings = z.output<typeof liveEnvironment>
