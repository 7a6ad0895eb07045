import { LogUnavailable } from '../port.ts'
import type { Apis, Node } from './apis.ts'
import { type Address, type Connection, openConnection } from './connection.ts'
import { BrokerRefusal, CODE, checkCode, namesOf } from './failures.ts'

/** How long a broker may take for an answer that needs no waiting, in milliseconds. */
export const ANSWER_MS = 3_000

/** What a connection is for. A broker answers one request of a connection after the other, and some of them take their time. */
export type Lane = 'control' | 'produce' | 'fetch' | 'join'

export interface TopicState {
  readonly partitions: number
  /** Node that leads each partition; partitions without a leader at present are missing. */
  readonly leaders: ReadonlyMap<number, number>
}

/** The brokers as one, from any of which the others are found. Connections are made when needed, and again when they broke. */
export interface Cluster {
  readonly brokers: readonly Address[]
  /** `node`: its id, or 'any'. */
  call<Api extends keyof Apis>(
    node: number | 'any',
    lane: Lane,
    api: Api,
    request: Apis[Api]['request'],
    timeoutMs?: number,
  ): Promise<Apis[Api]['response']>
  /** The topics that exist. */
  topics(names: readonly string[]): Promise<ReadonlyMap<string, TopicState>>
  /** The node that keeps the group. */
  coordinatorOf(group: string): Promise<number>
  /** Closes the connections of the lane; what waits for an answer on them rejects. */
  hangUp(lane: Lane): void
  /** Closes all, and lets no new ones be made. */
  close(): void
}

const GROUP = 0

export function clusterOf(brokers: readonly Address[]): Cluster {
  const nodes = new Map<number, Address>()
  const connections = new Map<string, { readonly lane: Lane; readonly opening: Promise<Connection> }>()
  let closed = false
  /** Where to begin asking, so that one dead address does not stand before every attempt. */
  let first = 0

  async function connectionTo(address: Address, lane: Lane): Promise<Connection> {
    const name = `${lane} ${address.host}:${address.port}`
    const known = connections.get(name)
    if (known !== undefined) {
      const connection = await known.opening
      if (connection.isOpen()) return connection
      if (connections.get(name) === known) connections.delete(name)
      return connectionTo(address, lane)
    }
    if (closed) throw new LogUnavailable(`the connections to Kafka (${namesOf(brokers)}) have been closed`)
    const opening = openConnection(address)
    const entry = { lane, opening }
    connections.set(name, entry)
    try {
      const connection = await opening
      // Given up while it was being made.
      if (connections.get(name) !== entry) connection.close('no longer needed')
      return connection
    } catch (error) {
      if (connections.get(name) === entry) connections.delete(name)
      throw error
    }
  }

  async function connectionToAny(lane: Lane): Promise<Connection> {
    const known = [...nodes.values()]
    const addresses = [...known, ...brokers.filter(({ host, port }) => !known.some((node) => node.host === host && node.port === port))]
    const inTurn = addresses.map((_, turn) => addresses[(first + turn) % addresses.length])
    let failure: unknown
    for (const address of inTurn) {
      if (address === undefined) continue
      try {
        return await connectionTo(address, lane)
      } catch (error) {
        failure = error
        first += 1
      }
    }
    throw failure
  }

  async function connectionToNode(node: number, lane: Lane): Promise<Connection> {
    const address = nodes.get(node)
    if (address === undefined) throw new BrokerRefusal(CODE.LEADER_NOT_AVAILABLE, `node ${node} is not known`)
    return connectionTo(address, lane)
  }

  const remember = ({ nodeId, host, port }: Node) => void nodes.set(nodeId, { host, port })

  const cluster: Cluster = {
    brokers,
    async call(node, lane, api, request, timeoutMs = ANSWER_MS) {
      const connection = node === 'any' ? await connectionToAny(lane) : await connectionToNode(node, lane)
      return connection.call(api, request, timeoutMs)
    },

    async topics(names) {
      // The encoder takes an empty list for all topics there are.
      if (names.length === 0) return new Map()
      const answer = await cluster.call('any', 'control', 'Metadata', { topics: names, allowAutoTopicCreation: false })
      const present = new Set(answer.brokers.map(({ nodeId }) => nodeId))
      for (const node of [...nodes.keys()]) if (!present.has(node)) nodes.delete(node)
      for (const node of answer.brokers) remember(node)
      const states = new Map<string, TopicState>()
      for (const { topic, topicErrorCode, partitionMetadata } of answer.topicMetadata) {
        if (topicErrorCode === CODE.UNKNOWN_TOPIC) continue
        checkCode(topicErrorCode, `topic ${topic}`)
        const leaders = new Map(
          partitionMetadata.filter(({ leader }) => leader >= 0).map(({ partitionId, leader }) => [partitionId, leader]),
        )
        states.set(topic, { partitions: partitionMetadata.length, leaders })
      }
      return states
    },

    async coordinatorOf(group) {
      const { errorCode, coordinator } = await cluster.call('any', 'control', 'GroupCoordinator', {
        groupId: group,
        coordinatorType: GROUP,
      })
      checkCode(errorCode, `the coordinator of group ${group}`)
      remember(coordinator)
      return coordinator.nodeId
    },

    hangUp(lane) {
      for (const [name, connection] of connections) {
        if (connection.lane !== lane) continue
        connections.delete(name)
        connection.opening.then(
          (open) => open.close('no longer needed'),
          () => {},
        )
      }
    },

    close() {
      closed = true
      for (const lane of ['control', 'produce', 'fetch', 'join'] as const) cluster.hangUp(lane)
    },
  }
  return cluster
}
