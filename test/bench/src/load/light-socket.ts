import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** A websocket that only listens, as light as it can be: thousands of them must not be what limits the server. */
export interface LightSocket {
  close(): void
}

export interface LightSocketOptions {
  readonly port: number
  /** With its query. */
  readonly path: string
  /** The payload of each text frame. `bytes` is only valid during the call; `reply` sends a text back. */
  readonly onText: (bytes: Buffer, from: number, to: number, reply: (text: string) => void) => void
  readonly onClose: () => void
}

const HEAD_END = Buffer.from('\r\n\r\n')
const NOTHING = Buffer.alloc(0)
/** All sockets read into the same memory, because each is read to the end before the next one. */
const SHARED = Buffer.allocUnsafe(256 * 1_024)
const TEXT = 0x81
const CLOSE = 0x88
const PING = 0x89
const PONG = 0x8a

/** Resolves when the server has switched protocols (RFC 6455 §4). Messages must be of one frame, which those of servers are. */
export async function openLightSocket({ port, path, onText, onClose }: LightSocketOptions): Promise<LightSocket> {
  const opened = Promise.withResolvers<void>()
  let isOpen = false
  let rest = NOTHING

  const reply = (text: string) => socket.write(frameOf(TEXT, Buffer.from(text)))

  function read(length: number): boolean {
    const part = SHARED.subarray(0, length)
    const bytes = rest.length === 0 ? part : Buffer.concat([rest, part])
    let at = 0
    if (!isOpen) {
      const end = bytes.indexOf(HEAD_END)
      if (end >= 0) {
        const head = bytes.toString('latin1', 0, end)
        if (!head.startsWith('HTTP/1.1 101')) opened.reject(new Error(`the server did not open a websocket: ${head}`))
        isOpen = true
        opened.resolve()
        at = end + HEAD_END.length
      }
    }
    if (isOpen) at = readFrames(bytes, at)
    rest = at === bytes.length ? NOTHING : Buffer.from(bytes.subarray(at))
    return true
  }

  /** Position of the first byte that belongs to a frame that is not there as a whole. */
  function readFrames(bytes: Buffer, start: number): number {
    let at = start
    while (bytes.length - at >= 2) {
      let length = (bytes[at + 1] ?? 0) & 0x7f
      let header = 2
      if (length >= 126) {
        header = length === 126 ? 4 : 10
        if (bytes.length - at < header) return at
        length = header === 4 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2))
      }
      const end = at + header + length
      if (bytes.length < end) return at
      const kind = bytes[at]
      if (kind === TEXT) onText(bytes, at + header, end, reply)
      else if (kind === PING) socket.write(frameOf(PONG, bytes.subarray(at + header, end)))
      else if (kind === CLOSE) socket.destroy()
      at = end
    }
    return at
  }

  const socket: Socket = connect({ port, host: '127.0.0.1', onread: { buffer: SHARED, callback: read } })
  socket.on('error', (error) => opened.reject(error))
  socket.on('close', onClose)
  const key = randomBytes(16).toString('base64')
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
  )
  await opened.promise
  return { close: () => socket.destroy() }
}

/** A client's frame is masked (RFC 6455 §5.3); with a mask of zeros the bytes stay as they are. */
function frameOf(kind: number, payload: Buffer): Buffer {
  if (payload.length >= 126) throw new RangeError('these clients only say short things')
  return Buffer.concat([Buffer.from([kind, 0x80 | payload.length, 0, 0, 0, 0]), payload])
}
