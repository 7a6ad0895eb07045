/** Kafka's numbers of the requests that tests tell apart (https://kafka.apache.org/protocol.html#protocol_api_keys). */
export const API = {
  Produce: 0,
  OffsetCommit: 8,
  OffsetFetch: 9,
  FindCoordinator: 10,
  JoinGroup: 11,
  Heartbeat: 12,
  SyncGroup: 14,
  InitProducerId: 22,
} as const

/** Cuts a stream of bytes into requests or answers, each with the four bytes of its length before it. */
export function framesOf(hear: (frame: Buffer) => void): (piece: Buffer) => void {
  let rest = Buffer.alloc(0)
  return (piece) => {
    rest = Buffer.concat([rest, piece])
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const frame = rest.subarray(0, 4 + rest.readInt32BE(0))
      rest = rest.subarray(frame.length)
      hear(frame)
    }
  }
}

/** More than any answer with an error code has after it; zeros stand for what is empty, and what is left over is not read. */
const NOTHING_ELSE = 64

/** A broker's answer to the request that consists of an error code, in the versions that kafkajs 2.2 speaks with Kafka 4. */
export function refusalOf(request: Buffer, code: number): Buffer {
  const answer = Buffer.alloc(4 + 4 + NOTHING_ELSE)
  answer.writeInt32BE(answer.length - 4, 0)
  // The number that ties an answer to its request.
  request.copy(answer, 4, 8, 12)
  // Before the code: how long the client should hold back, and in answers about offsets their list.
  const before = request.readInt16BE(4) === API.OffsetFetch ? 8 : 4
  answer.writeInt16BE(code, 8 + before)
  return answer
}
