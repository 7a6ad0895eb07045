import type { Duplex } from 'node:stream'
import { contextOf } from '@filature/service-kit/implement'
import { sendProblem } from '@filature/service-kit/problem'
import type { Request, Response } from 'express'

/** Seconds after which whoever found a service away may try again. */
export const RETRY_AFTER_S = 2

/** Answers a request for a service that is away. */
export function turnAway(req: Request, res: Response): void {
  // A browser that came at the wrong moment comes again by itself.
  if (req.accepts('html') === 'html') res.set('Refresh', String(RETRY_AFTER_S))
  sendProblem(res, 'unavailable', { retryAfterS: RETRY_AFTER_S }, contextOf(req))
}

/** The same for a websocket: the client comes back by itself. */
export function refuseUpgrade(client: Duplex): void {
  // Else the client would have to hang up, and one that does not is never got rid of.
  client.once('finish', () => client.destroy())
  client.end(`HTTP/1.1 503 Service Unavailable\r\nRetry-After: ${RETRY_AFTER_S}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
