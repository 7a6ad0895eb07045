export interface KafkaPlace {
  readonly dataDir: string
  readonly port: number
  readonly controllerPort: number
  /** Where clients are told to connect. */
  readonly advertisedPort: number
}

/** `server.properties` of one node that is broker and controller at once, on this machine only. */
export function kafkaSettings({ dataDir, port, controllerPort, advertisedPort }: KafkaPlace): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertisedPort}`,
    'log.dirs': `${dataDir}/log`,
    // One node holds the only copy of everything.
    'default.replication.factor': 1,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // Fewer partitions to open at each start than the default of 50.
    'offsets.topic.num.partitions': 8,
    // Topics are made by the services, which know their partitions; the log is the history and is kept.
    'auto.create.topics.enable': false,
    'log.retention.ms': -1,
    'offsets.retention.minutes': 90 * 24 * 60,
    // The first member of a group does not wait 3 s for others.
    'group.initial.rebalance.delay.ms': 0,
    // Tests need not wait for the death of a member as long as people should: 1 s instead of at least 6 s.
    'group.min.session.timeout.ms': 1_000,
    // After a kill the same node may register again once its last session is over: 1 s instead of 9 s.
    'broker.session.timeout.ms': 1_000,
    'broker.heartbeat.interval.ms': 200,
    // Tests of compaction wait for it.
    'log.cleaner.backoff.ms': 200,
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}
