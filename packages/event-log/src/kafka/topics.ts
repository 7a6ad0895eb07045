import { setTimeout as pause } from 'node:timers/promises'
import { type TopicDefinition, TopicDiffers } from '../port.ts'
import type { Cluster, TopicState } from './cluster.ts'
import { BrokerRefusal, CODE, checkCode } from './failures.ts'

/** How long brokers take at most to tell each other of a topic that was just made, in milliseconds. */
const KNOWN_EVERYWHERE_MS = 500
const LOOK_AGAIN_MS = 20
const CREATE_MS = 3_000
const TOPIC_RESOURCE = 2
const POLICY = 'cleanup.policy'

export interface Topics {
  /** Rejects with `TopicDiffers`; then nothing was created. Waits for leaders of what it creates until `giveUp`. */
  define(definitions: readonly TopicDefinition[], giveUp: AbortSignal): Promise<void>
  /** What this process has learnt of the topic, if anything. */
  known(name: string): TopicState | undefined
  /** Asks the brokers, and for a short while again when they do not know the topic. Undefined when it does not exist. */
  find(name: string): Promise<TopicState | undefined>
  /** Asks anew who leads the partitions. */
  refresh(names: readonly string[]): Promise<void>
  isCompacted(name: string): Promise<boolean>
}

export function topicsOf(cluster: Cluster): Topics {
  const states = new Map<string, TopicState>()
  /** A topic's compaction never changes, so what was read once stays true. */
  const compaction = new Map<string, boolean>()

  async function look(names: readonly string[]): Promise<ReadonlyMap<string, TopicState>> {
    const found = await cluster.topics(names)
    for (const [name, state] of found) states.set(name, state)
    return found
  }

  async function policiesOf(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (names.length === 0) return new Map()
    const resources = names.map((name) => ({ type: TOPIC_RESOURCE, name, configNames: [POLICY] }))
    const answer = await cluster.call('any', 'control', 'DescribeConfigs', { resources })
    return new Map(
      answer.resources.map(({ resourceName, errorCode, configEntries }) => {
        checkCode(errorCode, `the settings of topic ${resourceName}`)
        return [resourceName, configEntries.find(({ configName }) => configName === POLICY)?.configValue ?? '']
      }),
    )
  }

  async function checkExisting(definitions: readonly TopicDefinition[]): Promise<readonly TopicDefinition[]> {
    const found = await look(definitions.map(({ name }) => name))
    const policies = await policiesOf([...found.keys()])
    for (const definition of definitions) {
      const state = found.get(definition.name)
      if (state === undefined) continue
      const policy = policies.get(definition.name) ?? ''
      if (state.partitions === definition.partitions && policy === policyOf(definition)) continue
      throw new TopicDiffers(
        `topic ${definition.name} exists with ${describe(state.partitions, policy)}, asked for with ` +
          `${describe(definition.partitions, policyOf(definition))}. Neither can change, because the records of a key would lose their order ` +
          'or their history: ask for it as it exists, or give the new topic another name.',
      )
    }
    return definitions.filter(({ name }) => !found.has(name))
  }

  async function create(missing: readonly TopicDefinition[]): Promise<void> {
    const { topicErrors } = await cluster.call('any', 'control', 'CreateTopics', {
      topics: missing.map((definition) => ({
        topic: definition.name,
        numPartitions: definition.partitions,
        // As many copies as the brokers are told to keep.
        replicationFactor: -1,
        configEntries: [{ name: POLICY, value: policyOf(definition) }],
      })),
      validateOnly: false,
      timeout: CREATE_MS,
    })
    for (const { topic, errorCode, errorMessage } of topicErrors) {
      // Another process may define the same topics at the same time.
      if (errorCode === CODE.NONE || errorCode === CODE.TOPIC_EXISTS) continue
      throw new BrokerRefusal(errorCode, `topic ${topic} was not created (${errorMessage ?? 'no reason given'})`)
    }
  }

  const isLed = ({ partitions, leaders }: TopicState) => leaders.size === partitions

  return {
    async define(definitions, giveUp) {
      const missing = await checkExisting(checkTwice(definitions))
      if (missing.length === 0) return
      await create(missing)
      const names = missing.map(({ name }) => name)
      for (;;) {
        const found = await look(names)
        if (found.size === names.length && [...found.values()].every(isLed)) break
        await pause(LOOK_AGAIN_MS, undefined, { signal: giveUp })
      }
      await checkExisting(missing)
    },

    known: (name) => states.get(name),

    async find(name) {
      const until = performance.now() + KNOWN_EVERYWHERE_MS
      for (;;) {
        const state = (await look([name])).get(name)
        if (state !== undefined || performance.now() > until) return state
        await pause(LOOK_AGAIN_MS)
      }
    },

    async refresh(names) {
      await look(names)
    },

    async isCompacted(name) {
      const known = compaction.get(name)
      if (known !== undefined) return known
      const compacted = (await policiesOf([name])).get(name) === 'compact'
      compaction.set(name, compacted)
      return compacted
    },
  }
}

/** One definition of each name. Throws `TopicDiffers` when the list asks for a topic in two ways. */
function checkTwice(definitions: readonly TopicDefinition[]): readonly TopicDefinition[] {
  const byName = new Map<string, TopicDefinition>()
  for (const definition of definitions) {
    const other = byName.get(definition.name) ?? definition
    if (other.partitions !== definition.partitions || other.compacted !== definition.compacted) {
      throw new TopicDiffers(`topic ${definition.name} is asked for in two ways at once: ask for it in one.`)
    }
    byName.set(definition.name, other)
  }
  return [...byName.values()]
}

const policyOf = ({ compacted }: TopicDefinition): string => (compacted ? 'compact' : 'delete')

const describe = (partitions: number, policy: string): string =>
  `${partitions} ${partitions === 1 ? 'partition' : 'partitions'}, ${POLICY}=${policy}`
