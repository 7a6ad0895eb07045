import { afterEach, expect, it } from 'vitest'
import type { Apis, IncomingMessage } from './apis.ts'
import type { TopicState } from './cluster.ts'
import { CODE } from './failures.ts'
import { type FetchedDelivery, type FetchingCluster, fetchFor } from './fetching.ts'

const TOPIC = 'filature.market'
/** A code that does not pass by itself: not allowed to read here. */
const REFUSED = 29
const NONE: readonly IncomingMessage[] = []
type Answer = (partition: number) => { readonly errorCode: number; readonly records: number }

/** Two nodes, which are asked without a network; `leaders` by partition, `answer` for each partition that a node is asked for. */
function brokers(leaders: Map<number, number>, answer: (node: number) => Answer): FetchingCluster {
  const state = (): TopicState => ({ partitions: 2, leaders })
  return {
    topics: async () => new Map([[TOPIC, state()]]),
    hangUp: () => {},
    async call(node, _lane, _api, request) {
      // As a broker that has nothing at once; other requests are not made here.
      await new Promise((resolve) => setTimeout(resolve, 1))
      const { topics } = request as Apis['Fetch']['request']
      const responses = topics.map(({ topic, partitions }) => ({
        topicName: topic,
        partitions: partitions.map(({ partition, fetchOffset }) => {
          const { errorCode, records } = answer(node as number)(partition)
          const message = (_: unknown, at: number) => ({ offset: String(fetchOffset + at), key: null, value: null, headers: {} })
          return {
            partition,
            errorCode,
            lastStableOffset: String(fetchOffset + records),
            messages: Array.from({ length: records }, message),
          }
        }),
      }))
      return { errorCode: CODE.NONE, responses } as never
    },
  }
}

function deliveryOf(partition: number, room: () => boolean): FetchedDelivery {
  let position = 0
  return {
    ...{ topic: TOPIC, partition, position: () => position, wantsMore: room },
    take(_messages = NONE, next) {
      position = next
    },
  }
}

let ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends) end()
  ends = []
})

function fetchAll(cluster: FetchingCluster, deliveries: readonly FetchedDelivery[]) {
  const fetching = fetchFor({ cluster, group: 'stock', deliveries, waitMs: 5, warn: () => {} })
  ends.push(fetching.end)
  return fetching
}

it('a partition whose leader is another node now is read there, even when all others of that node have no room', async () => {
  const leaders = new Map([
    [0, 1],
    [1, 2],
  ])
  const full = deliveryOf(0, () => full.position() === 0)
  const moving = deliveryOf(1, () => true)
  const cluster = brokers(leaders, (node) => (partition) => {
    if (leaders.get(partition) !== node) return { errorCode: CODE.NOT_LEADER, records: 0 }
    return { errorCode: CODE.NONE, records: 1 }
  })
  fetchAll(cluster, [full, moving])
  await expect.poll(() => full.position() * moving.position()).toBeGreaterThan(0)
  leaders.set(1, 1)
  const before = moving.position()
  await expect.poll(() => moving.position()).toBeGreaterThan(before + 5)
})

it('a partition without a leader does not keep the others from being read', async () => {
  const leaders = new Map([
    [0, 1],
    [1, 2],
  ])
  let hiccup = false
  const cluster = brokers(leaders, (node) => (partition) => {
    if (node === 2 || hiccup) {
      hiccup = false
      return { errorCode: CODE.NOT_LEADER, records: 0 }
    }
    return { errorCode: CODE.NONE, records: partition === 0 ? 1 : 0 }
  })
  const deliveries = [deliveryOf(0, () => true), deliveryOf(1, () => true)]
  fetchAll(cluster, deliveries)
  await expect.poll(() => deliveries[0]?.position()).toBeGreaterThan(0)
  leaders.delete(1)
  hiccup = true
  await expect.poll(() => hiccup).toBe(false)
  const before = deliveries[0]?.position() ?? 0
  await expect.poll(() => deliveries[0]?.position()).toBeGreaterThan(before + 5)
})

it('a node that refuses the whole request is asked again with pauses, and that is told', async () => {
  const leaders = new Map([[0, 1]])
  let asked = 0
  const sound = brokers(leaders, () => () => ({ errorCode: CODE.NONE, records: 1 }))
  const cluster: FetchingCluster = {
    ...sound,
    async call(...request) {
      asked += 1
      return asked === 1 ? ({ errorCode: REFUSED, responses: [] } as never) : sound.call(...request)
    },
  }
  const delivery = deliveryOf(0, () => true)
  const told: string[] = []
  const fetching = fetchFor({ cluster, group: 'stock', deliveries: [delivery], waitMs: 5, warn: (message) => told.push(message) })
  ends.push(fetching.end)
  await expect.poll(() => delivery.position()).toBeGreaterThan(0)
  expect(told).toHaveLength(1)
})
