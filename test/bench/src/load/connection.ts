import { connect, type Socket } from 'node:net'

/** What a server answered to one request. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** The connection was cut while an answer was awaited: whether the request was done is not known. */
export class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut'
}

/** One kept-alive HTTP/1.1 connection with at most one request on its way. */
export interface Connection {
  ask(request: string): Promise<Answer>
  isOpen(): boolean
  close(): void
}

const HEAD_END = Buffer.from('\r\n\r\n')
const LENGTH = /\r\ncontent-length: (\d+)/i

/**
 * As light as a client can be, so that the load does not take the processor from what is measured: a full HTTP client costs
 * several times as much per request. Knows only answers with a Content-Length, which is what the services send.
 */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', (error) => reject(new ConnectionCut(error.message)))
  })
  return talkOver(socket)
}

function talkOver(socket: Socket): Connection {
  let received: Buffer = Buffer.alloc(0)
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined
  let cut = false

  socket.on('data', (part: Buffer) => {
    received = received.length === 0 ? part : Buffer.concat([received, part])
    const answer = answerIn(received)
    if (answer === undefined) return
    received = Buffer.alloc(0)
    const asked = waiting
    waiting = undefined
    asked?.resolve(answer)
  })
  const end = () => {
    cut = true
    waiting?.reject(new ConnectionCut('the server cut the connection'))
    waiting = undefined
  }
  socket.on('error', end)
  socket.on('close', end)

  return {
    ask(request) {
      if (cut) return Promise.reject(new ConnectionCut('the connection is closed'))
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        socket.write(request, 'latin1')
      })
    },
    isOpen: () => !cut,
    close: () => socket.destroy(),
  }
}

/** The answer once it is there to its last byte; nothing follows it, because nothing else was asked. */
function answerIn(bytes: Buffer): Answer | undefined {
  const headEnd = bytes.indexOf(HEAD_END)
  if (headEnd < 0) return undefined
  const head = bytes.toString('latin1', 0, headEnd)
  const length = LENGTH.exec(head)?.[1]
  if (length === undefined) throw new Error(`an answer without Content-Length:\n${head}`)
  const bodyStart = headEnd + HEAD_END.length
  if (bytes.length < bodyStart + Number(length)) return undefined
  return { status: Number(head.slice(9, 12)), body: bytes.toString('utf8', bodyStart, bodyStart + Number(length)) }
}

/** A request with a body of JSON, as the wire has it. `body` must be ASCII. */
export function jsonRequest(method: 'POST' | 'PUT', path: string, token: string, key: string, body: string): string {
  return `${method} ${path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${token}\r\nIdempotency-Key: ${key}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}
