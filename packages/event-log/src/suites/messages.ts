import type { DeliveredRecord, LogRecord, SubscribeOptions, TopicDefinition } from '../port.ts'

/** What a test tells another process to do. */
export type Order =
  | { readonly does: 'define'; readonly topics: readonly TopicDefinition[] }
  | { readonly does: 'append'; readonly records: readonly LogRecord[] }
  /** `holds`: the handler reports its batch and then waits for `letGo`, so that the process can be killed inside it. */
  | { readonly does: 'subscribe'; readonly options: SubscribeOptions; readonly holds: boolean }
  | { readonly does: 'letGo' }
  | { readonly does: 'stop' }

/** What it answers. */
export type Report =
  | { readonly says: 'open' }
  | { readonly says: 'defined' }
  | { readonly says: 'appended' }
  | { readonly says: 'ready' }
  | { readonly says: 'stopped' }
  | { readonly says: 'batch'; readonly records: readonly DeliveredRecord[] }
  | { readonly says: 'failed'; readonly message: string }
