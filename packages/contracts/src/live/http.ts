import { z } from 'zod'
import { serviceApi } from '../http/endpoint.ts'
import { liveState } from './messages.ts'

/** Path of the websocket under the service's host; socket.io, websocket transport only. */
export const LIVE_SOCKET_PATH = '/api/live/v1/socket'

const ticketReply = z.object({
  ticket: z.string().meta({ description: 'goes into the `auth.ticket` of one socket handshake, then it is used up' }),
  expiresAt: z.string(),
})

const roomStates = z.object({
  room: z.string(),
  epoch: z.string().meta({ description: 'of the gateway that answered; another one than before: forget what you hold' }),
  serverTime: z.string(),
  states: z.array(liveState),
  digest: z.string(),
})

export const liveApi = serviceApi('live', 'Live stock', {
  'POST /tickets': {
    summary: 'A ticket that opens one socket as the caller; lasts 30 s, works once',
    access: 'signed-in',
    reply: ticketReply,
    status: 201,
  },
  'GET /rooms/:room/states': {
    summary: 'All states of a public room, for those without a socket; the ETag changes with any of them',
    access: 'public',
    params: z.object({
      room: z.string().max(120).meta({ description: '`session:<id>`, `lot:<id>`, `depot:<id>` or `lots`' }),
    }),
    reply: roomStates,
    refusals: ['room-too-large'],
  },
})
