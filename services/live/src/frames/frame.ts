/** A message encoded once for all who get it: as the websocket frame, and as socket.io text for the slow path. */
export interface Frame {
  readonly text: string
  readonly bytes: readonly [Buffer]
}

/** Engine.IO "message" (4) and Socket.IO "event" (2) on the main namespace (socket.io protocol 5). */
const ENGINE_MESSAGE = '4'
const SOCKET_EVENT = '2'

export function encodeFrame(event: string, message: unknown): Frame {
  const text = SOCKET_EVENT + JSON.stringify([event, message])
  return { text, bytes: [websocketText(ENGINE_MESSAGE + text)] }
}

/** One unmasked final text frame, header and payload in one buffer, so that it costs one write (RFC 6455 §5.2). */
function websocketText(payload: string): Buffer {
  const length = Buffer.byteLength(payload)
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(header + length)
  frame[0] = 0x81
  if (header === 2) frame[1] = length
  else if (header === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.write(payload, header, 'utf8')
  return frame
}
