import { join } from 'node:path'
import type { EventLog, Warn } from './port.ts'
import { openSqliteEventLog } from './sqlite/open.ts'

export interface EventLogOptions {
  /** Folder of the embedded log, `DATA_DIR`; made when missing. */
  readonly dataDir: string
  /** `KAFKA_BROKERS`: addresses with commas between them. */
  readonly kafkaBrokers?: string | undefined
  /** Of the embedded log: see `SqliteEventLogOptions.survives`. */
  readonly survives?: () => 'power-loss' | 'process-end'
  /** Default: a warning of the process. */
  readonly warn?: Warn
}

/**
 * The log that the configuration asks for: embedded in `<dataDir>/log.sqlite` unless brokers are named. Rejects with
 * `LogUnavailable` or `LogCorrupt`.
 */
export async function openEventLog({ dataDir, kafkaBrokers, survives, warn }: EventLogOptions): Promise<EventLog> {
  if (kafkaBrokers !== undefined && kafkaBrokers.trim() !== '') {
    throw new Error(
      'KAFKA_BROKERS is set, but the Kafka adapter of the event log is not part of this version yet. ' +
        `Unset KAFKA_BROKERS to use the embedded log in ${join(dataDir, 'log.sqlite')}.`,
    )
  }
  return openSqliteEventLog({
    file: join(dataDir, 'log.sqlite'),
    ...(survives === undefined ? {} : { survives }),
    ...(warn === undefined ? {} : { warn }),
  })
}
