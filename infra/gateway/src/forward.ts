import { type Agent, type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { Request, Response } from 'express'
import { endToEnd, headersFor } from './headers.ts'
import { placeOf } from './upstream.ts'

export interface ForwardOptions {
  /** Keeps connections to the services open. */
  readonly agent: Agent
  /** Without a byte from the service for so long, the request is given up, in milliseconds. */
  readonly silenceMs: number
  /** How many proxies in front of the gateway are believed. */
  readonly trustedProxies: number
}

/** How long a connection to a service may take to be made, in milliseconds. */
const CONNECT_MS = 2_000

/**
 * Passes a request on and its answer back, both as streams: nothing is kept in memory, and a slow reader slows the writer.
 * `away` is called instead, once, when no answer began: the service is not there, or it said nothing for too long. Writes
 * carry an Idempotency-Key, so whoever asks again after that does no harm.
 */
export function forward(req: Request, res: Response, address: string, options: ForwardOptions, away: (error: Error) => void): void {
  const isChunked = req.headers['transfer-encoding'] !== undefined
  const hasBody = isChunked || req.headers['content-length'] !== undefined
  // Said for every method: Node sends the body of a GET or DELETE bare otherwise, and its end would be for the sender to choose.
  const framing = isChunked ? ['Transfer-Encoding', 'chunked'] : []
  let asked: ClientRequest

  function attempt(isFirst: boolean) {
    asked = request({
      ...placeOf(address),
      method: req.method,
      path: req.originalUrl,
      headers: [...headersFor(req, options.trustedProxies), ...framing],
      // A connection of its own when the kept one turned out to be closed.
      agent: isFirst ? options.agent : false,
    })
    giveUpWhenSilent(asked, options.silenceMs)
    asked.on('response', (answer) => passBack(answer, res))
    asked.on('error', (error: NodeJS.ErrnoException) => {
      // Nobody waits any more, and the error is our own giving up.
      if (res.closed) return
      if (res.headersSent) res.destroy()
      else if (isFirst && !hasBody && asked.reusedSocket && error.code === 'ECONNRESET') attempt(false)
      else away(error)
    })
    if (hasBody) req.pipe(asked)
    else asked.end()
  }

  attempt(true)
  res.on('close', () => asked.destroy())
}

function passBack(answer: IncomingMessage, res: Response): void {
  res.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer).flat())
  answer.on('error', () => res.destroy())
  answer.pipe(res)
}

export class ServiceSilent extends Error {
  override readonly name = 'ServiceSilent'
}

export function giveUpWhenSilent(asked: ClientRequest, silenceMs: number): void {
  asked.setTimeout(silenceMs, () => asked.destroy(new ServiceSilent(`no byte for ${silenceMs} ms`)))
  asked.on('socket', (socket) => {
    if (!socket.connecting) return
    const late = setTimeout(() => asked.destroy(new ServiceSilent(`no connection within ${CONNECT_MS} ms`)), CONNECT_MS)
    socket.once('connect', () => clearTimeout(late))
    socket.once('close', () => clearTimeout(late))
  })
}
