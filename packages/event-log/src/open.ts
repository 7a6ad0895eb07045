import { join } from 'node:path'
import type { EventLog, Warn } from './port.ts'
import { prefixed, splitPrefix } from './prefixed.ts'
import { openSqliteEventLog } from './sqlite/open.ts'

export interface EventLogOptions {
  /** Folder of the embedded log, `DATA_DIR`; made when missing. */
  readonly dataDir: string
  /** `KAFKA_BROKERS`: addresses with commas between them; a path (`/lyon`) begins the names of all topics and groups. */
  readonly kafkaBrokers?: string | undefined
  /** Of the embedded log: see `SqliteEventLogOptions.survives`. */
  readonly survives?: () => 'power-loss' | 'process-end'
  /** Default: a warning of the process. */
  readonly warn?: Warn
}

/**
 * The log that the configuration asks for: embedded in `<dataDir>/log.sqlite` unless brokers are named. Rejects with
 * `LogUnavailable` or `LogCorrupt` when the embedded one cannot be used, and with an Error that says what is wrong with
 * `KAFKA_BROKERS`. Brokers that are away are no reason to reject: they are waited for like those that go later.
 */
export async function openEventLog({ dataDir, kafkaBrokers, survives, warn }: EventLogOptions): Promise<EventLog> {
  const told = warn === undefined ? {} : { warn }
  if (kafkaBrokers !== undefined && kafkaBrokers.trim() !== '') {
    // Loaded only where it is used.
    const { openKafkaEventLog } = await import('./kafka/open.ts')
    const { brokers, prefix } = splitPrefix(kafkaBrokers)
    const log = openKafkaEventLog({ brokers, ...told })
    return prefix === undefined ? log : prefixed(log, prefix)
  }
  return openSqliteEventLog({ file: join(dataDir, 'log.sqlite'), ...(survives === undefined ? {} : { survives }), ...told })
}
