import { type Logger, pino } from 'pino'
import type { CommonEnvironment } from './environment.ts'

export type { Logger }

/** Server log on standard error, one JSON object per line, so that standard output stays for people. */
export function createLogger(environment: Pick<CommonEnvironment, 'LOG_LEVEL'>): Logger {
  // Synchronous: what is said last before a crash is what one wants to read.
  return pino({ level: environment.LOG_LEVEL, base: null }, pino.destination({ dest: 2, sync: true }))
}
