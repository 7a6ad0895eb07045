/** What this adapter asks brokers, and what they answer, in the shapes of kafkajs's encoders and decoders. */
export interface Apis {
  ApiVersions: Api<Record<string, never>, { readonly errorCode: number; readonly apiVersions: readonly ApiVersion[] }>
  Metadata: Api<{ readonly topics: readonly string[]; readonly allowAutoTopicCreation: boolean }, MetadataResponse>
  CreateTopics: Api<
    { readonly topics: readonly NewTopic[]; readonly validateOnly: boolean; readonly timeout: number },
    { readonly topicErrors: readonly { readonly topic: string; readonly errorCode: number; readonly errorMessage: string | null }[] }
  >
  DescribeConfigs: Api<
    { readonly resources: readonly { readonly type: number; readonly name: string; readonly configNames: readonly string[] }[] },
    { readonly resources: readonly ConfigResource[] }
  >
  InitProducerId: Api<
    { readonly transactionTimeout: number },
    { readonly errorCode: number; readonly producerId: string; readonly producerEpoch: number }
  >
  Produce: Api<ProduceRequest, { readonly topics: readonly { readonly topicName: string; readonly partitions: readonly Outcome[] }[] }>
  Fetch: Api<FetchRequest, FetchResponse>
  ListOffsets: Api<
    { readonly topics: readonly PartitionsOf<{ readonly partition: number; readonly timestamp: number }>[] },
    { readonly responses: readonly PartitionsOf<Outcome & { readonly offset: string }>[] }
  >
  /** Kafka's FindCoordinator, under the name that kafkajs has for it. */
  GroupCoordinator: Api<
    { readonly groupId: string; readonly coordinatorType: number },
    { readonly errorCode: number; readonly coordinator: Node }
  >
  JoinGroup: Api<JoinRequest, JoinResponse>
  SyncGroup: Api<SyncRequest, { readonly errorCode: number; readonly memberAssignment: Buffer }>
  Heartbeat: Api<Membership, { readonly errorCode: number }>
  LeaveGroup: Api<{ readonly groupId: string; readonly memberId: string }, { readonly errorCode: number }>
  OffsetCommit: Api<
    Membership & { readonly topics: readonly PartitionsOf<{ readonly partition: number; readonly offset: string }>[] },
    { readonly responses: readonly PartitionsOf<Outcome>[] }
  >
  /** No topics: all that the group has committed. */
  OffsetFetch: Api<
    { readonly groupId: string; readonly topics: readonly PartitionsOf<{ readonly partition: number }>[] },
    { readonly errorCode: number; readonly responses: readonly PartitionsOf<Outcome & { readonly offset: string }>[] }
  >
}

interface Api<Request, Response> {
  readonly request: Request
  readonly response: Response
}

export interface PartitionsOf<Partition> {
  readonly topic: string
  readonly partitions: readonly Partition[]
}

interface Outcome {
  readonly partition: number
  readonly errorCode: number
}

interface ApiVersion {
  readonly apiKey: number
  readonly minVersion: number
  readonly maxVersion: number
}

export interface Node {
  readonly nodeId: number
  readonly host: string
  readonly port: number
}

interface MetadataResponse {
  readonly brokers: readonly Node[]
  readonly topicMetadata: readonly {
    readonly topicErrorCode: number
    readonly topic: string
    readonly partitionMetadata: readonly { readonly partitionErrorCode: number; readonly partitionId: number; readonly leader: number }[]
  }[]
}

interface NewTopic {
  readonly topic: string
  readonly numPartitions: number
  readonly replicationFactor: number
  readonly configEntries: readonly { readonly name: string; readonly value: string }[]
}

interface ConfigResource {
  readonly errorCode: number
  readonly resourceName: string
  readonly configEntries: readonly { readonly configName: string; readonly configValue: string | null }[]
}

/** A record as the encoder takes it. */
export interface OutgoingMessage {
  readonly key: Buffer
  /** null erases the key of a compacted topic. */
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, string>>
}

interface ProduceRequest {
  /** -1: all in-sync replicas have it before the answer. */
  readonly acks: -1
  readonly timeout: number
  readonly producerId: string
  readonly producerEpoch: number
  readonly topicData: readonly PartitionsOf<{
    readonly partition: number
    readonly firstSequence: number
    readonly messages: readonly OutgoingMessage[]
  }>[]
}

interface FetchRequest {
  readonly maxWaitTime: number
  readonly minBytes: number
  readonly maxBytes: number
  readonly topics: readonly PartitionsOf<{ readonly partition: number; readonly fetchOffset: number; readonly maxBytes: number }>[]
  readonly rackId: string
}

/** A record as the decoder gives it. */
export interface IncomingMessage {
  readonly offset: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: Readonly<Record<string, Buffer | readonly Buffer[] | undefined>>
  /** The mark of a transaction's end, which is nobody's record. */
  readonly isControlRecord?: boolean
}

interface FetchResponse {
  readonly errorCode: number
  readonly responses: readonly {
    readonly topicName: string
    readonly partitions: readonly (Outcome & { readonly lastStableOffset: string; readonly messages: readonly IncomingMessage[] })[]
  }[]
}

interface Membership {
  readonly groupId: string
  readonly groupGenerationId: number
  readonly memberId: string
}

interface JoinRequest {
  readonly groupId: string
  readonly sessionTimeout: number
  readonly rebalanceTimeout: number
  readonly memberId: string
  readonly protocolType: 'consumer'
  readonly groupProtocols: readonly { readonly name: string; readonly metadata: Buffer }[]
}

interface JoinResponse {
  readonly errorCode: number
  readonly generationId: number
  readonly leaderId: string
  readonly memberId: string
  /** Empty for all but the leader. */
  readonly members: readonly { readonly memberId: string; readonly memberMetadata: Buffer }[]
}

interface SyncRequest {
  readonly groupId: string
  readonly generationId: number
  readonly memberId: string
  readonly groupAssignment: readonly { readonly memberId: string; readonly memberAssignment: Buffer }[]
}
