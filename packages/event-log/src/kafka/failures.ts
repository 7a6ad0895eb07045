import { LogUnavailable } from '../port.ts'
import { type Address, ConnectionBroken } from './connection.ts'
import { meaningOf } from './kafkajs.ts'

/** Error codes of Kafka's protocol that are dealt with by name (https://kafka.apache.org/protocol.html#protocol_error_codes). */
export const CODE = {
  NONE: 0,
  OFFSET_OUT_OF_RANGE: 1,
  CORRUPT_MESSAGE: 2,
  UNKNOWN_TOPIC: 3,
  LEADER_NOT_AVAILABLE: 5,
  NOT_LEADER: 6,
  REQUEST_TIMED_OUT: 7,
  REPLICA_NOT_AVAILABLE: 9,
  NETWORK_EXCEPTION: 13,
  COORDINATOR_LOADING: 14,
  COORDINATOR_NOT_AVAILABLE: 15,
  NOT_COORDINATOR: 16,
  NOT_ENOUGH_REPLICAS: 19,
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 20,
  ILLEGAL_GENERATION: 22,
  UNKNOWN_MEMBER: 25,
  REBALANCING: 27,
  TOPIC_EXISTS: 36,
  NOT_CONTROLLER: 41,
  OUT_OF_ORDER_SEQUENCE: 45,
  DUPLICATE_SEQUENCE: 46,
  INVALID_PRODUCER_EPOCH: 47,
  STORAGE_ERROR: 56,
  UNKNOWN_PRODUCER: 59,
  FENCED_LEADER_EPOCH: 74,
  UNKNOWN_LEADER_EPOCH: 75,
  OFFSET_NOT_AVAILABLE: 78,
  MEMBER_ID_REQUIRED: 79,
} as const

/** Codes that go away by themselves: while a broker starts, a leader is elected, a coordinator loads what it had written. */
const PASSING: ReadonlySet<number> = new Set([
  ...[CODE.CORRUPT_MESSAGE, CODE.LEADER_NOT_AVAILABLE, CODE.NOT_LEADER, CODE.REQUEST_TIMED_OUT, CODE.REPLICA_NOT_AVAILABLE],
  ...[CODE.NETWORK_EXCEPTION, CODE.COORDINATOR_LOADING, CODE.COORDINATOR_NOT_AVAILABLE, CODE.NOT_COORDINATOR],
  ...[CODE.NOT_ENOUGH_REPLICAS, CODE.NOT_ENOUGH_REPLICAS_AFTER_APPEND, CODE.REBALANCING, CODE.NOT_CONTROLLER, CODE.STORAGE_ERROR],
  ...[CODE.FENCED_LEADER_EPOCH, CODE.UNKNOWN_LEADER_EPOCH, CODE.OFFSET_NOT_AVAILABLE],
])

/** An answer with an error code. */
export class BrokerRefusal extends Error {
  override readonly name = 'BrokerRefusal'
  readonly code: number

  constructor(code: number, what: string) {
    const { type, message } = meaningOf(code)
    super(`${what}: ${message} (${type})`)
    this.code = code
  }
}

/** Throws a `BrokerRefusal` unless the code says that all is well. */
export function checkCode(code: number, what: string): void {
  if (code !== CODE.NONE) throw new BrokerRefusal(code, what)
}

/** What may succeed when tried again: everything about connections, and the codes that pass. */
export function isPassing(error: unknown): boolean {
  if (error instanceof BrokerRefusal) return PASSING.has(error.code)
  return error instanceof ConnectionBroken || (error instanceof Error && error.name.startsWith('KafkaJS'))
}

export const isPassingCode = (code: number): boolean => PASSING.has(code)

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Turns what stands between us and the brokers into the port's error; what is not about them is returned as it is. */
export function asLogFailure(error: unknown, brokers: readonly Address[]): unknown {
  if (!(error instanceof BrokerRefusal) && !isPassing(error)) return error
  const advice = isPassing(error)
    ? 'Check that it runs and that KAFKA_BROKERS names it, then repeat.'
    : 'Change what it objects to, then repeat.'
  return new LogUnavailable(`Kafka (${namesOf(brokers)}) cannot do this now: ${messageOf(error)}. ${advice}`, { cause: error })
}

export const namesOf = (brokers: readonly Address[]): string => brokers.map(({ host, port }) => `${host}:${port}`).join(', ')
