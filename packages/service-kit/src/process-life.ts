import { ConfigurationError, EXIT_CONFIGURATION } from './environment.ts'

/** Node's major version that the product is written for. */
const NEEDS_NODE = 26

/**
 * Runs a process' main: refuses an older Node, stops cleanly on SIGTERM and SIGINT, and turns a configuration error into
 * one message and exit 78. Anything else that escapes is a bug: printed whole, exit 1.
 */
export async function runProcess(main: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  const major = Number(process.versions.node.split('.')[0])
  if (major < NEEDS_NODE) {
    console.error(
      `Filature needs Node ${NEEDS_NODE} or newer; this is ${process.version}. Start it with "npm start", which brings its own.`,
    )
    process.exit(EXIT_CONFIGURATION)
  }
  try {
    const running = await main()
    let stopping = false
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        // A second signal means: now.
        if (stopping) process.exit(1)
        stopping = true
        running.stop().then(
          () => process.exit(0),
          (error: unknown) => {
            console.error(error)
            process.exit(1)
          },
        )
      })
    }
  } catch (error) {
    if (isConfiguration(error)) {
      console.error(error.message)
      process.exit(EXIT_CONFIGURATION)
    }
    console.error(error)
    process.exit(1)
  }
}

/** Stores and logs name their own faults; those that a person can mend count as configuration. */
function isConfiguration(error: unknown): error is Error {
  return (
    error instanceof ConfigurationError ||
    (error instanceof Error && ['StoreCorrupt', 'LogCorrupt', 'StoreUnavailable', 'LogUnavailable'].includes(error.name))
  )
}
